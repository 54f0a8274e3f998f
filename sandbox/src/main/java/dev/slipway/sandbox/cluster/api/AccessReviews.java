package dev.slipway.sandbox.cluster.api;

import dev.slipway.sandbox.cluster.objects.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers "may I?": yes, except for what a test has forbidden. */
final class AccessReviews {
  static final String GROUP = "authorization.k8s.io";
  private static final String ROOT = "/apis/" + GROUP + "/v1/";
  private static final String ACCESS = "selfsubjectaccessreviews";
  private static final String RULES = "selfsubjectrulesreviews";

  private final Faults faults;

  AccessReviews(Faults faults) {
    this.faults = faults;
  }

  static void describe(ArrayNode resources) {
    describe(resources, ACCESS, "SelfSubjectAccessReview");
    describe(resources, RULES, "SelfSubjectRulesReview");
  }

  private static void describe(ArrayNode resources, String plural, String kind) {
    resources
        .addObject()
        .put("name", plural)
        .put("singularName", plural.substring(0, plural.length() - 1))
        .put("namespaced", false)
        .put("kind", kind)
        .putArray("verbs")
        .add("create");
  }

  static boolean handles(String path) {
    return path.equals(ROOT + ACCESS) || path.equals(ROOT + RULES);
  }

  ObjectNode answer(String path, ObjectNode review) {
    ObjectNode answer = review.deepCopy();
    ObjectNode status = answer.putObject("status");
    if (path.endsWith(RULES)) {
      status.put("incomplete", false);
      ObjectNode rule = status.putArray("resourceRules").addObject();
      rule.putArray("verbs").add("*");
      rule.putArray("apiGroups").add("*");
      rule.putArray("resources").add("*");
      status.putArray("nonResourceRules");
      return answer;
    }
    String group = Json.text(review, "spec", "resourceAttributes", "group");
    String plural = Json.text(review, "spec", "resourceAttributes", "resource");
    String resource = group.isEmpty() ? plural : plural + "." + group;
    String verb = Json.text(review, "spec", "resourceAttributes", "verb");
    boolean allowed = !faults.isForbidden(verb, resource);
    String reason = allowed ? "the simulated cluster allows everything" : "forbidden by a test";
    status.put("allowed", allowed).put("reason", reason);
    return answer;
  }
}
