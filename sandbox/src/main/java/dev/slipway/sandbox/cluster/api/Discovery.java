package dev.slipway.sandbox.cluster.api;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import dev.slipway.sandbox.cluster.objects.ResourceKind.Feature;
import dev.slipway.sandbox.cluster.objects.ResourceKinds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the API serves, in the form that clients ask before anything else. */
final class Discovery {
  static final String VERSION = "v1.36.0-slipway-simulated";

  private final ResourceKinds kinds;

  Discovery(ResourceKinds kinds) {
    this.kinds = kinds;
  }

  /** The document at a path; empty when there is none. */
  Optional<ObjectNode> at(String path) {
    return switch (path) {
      case "/version" -> Optional.of(version());
      case "/api" -> Optional.of(coreVersions());
      case "/apis" -> Optional.of(groups());
      default -> {
        List<String> steps = List.of(path.substring(1).split("/", -1));
        if (steps.size() == 2 && steps.getFirst().equals("api")) {
          yield resources("", steps.get(1));
        } else if (steps.size() == 2 && steps.getFirst().equals("apis")) {
          yield group(steps.get(1));
        } else if (steps.size() == 3 && steps.getFirst().equals("apis")) {
          yield resources(steps.get(1), steps.get(2));
        }
        yield Optional.empty();
      }
    };
  }

  private static ObjectNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", "36")
        .put("gitVersion", VERSION)
        .put("gitCommit", "simulated")
        .put("gitTreeState", "clean")
        .put("buildDate", "1970-01-01T00:00:00Z")
        .put("goVersion", "none, simulated in Java")
        .put("compiler", "javac")
        .put("platform", "simulated");
  }

  private static ObjectNode coreVersions() {
    ObjectNode versions = Json.object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    versions.putArray("serverAddressByClientCIDRs");
    return versions;
  }

  private Map<String, SortedSet<String>> versionsByGroup() {
    SortedMap<String, SortedSet<String>> versions = new TreeMap<>();
    for (ResourceKind kind : kinds.all()) {
      if (!kind.group().isEmpty()) {
        versions.computeIfAbsent(kind.group(), g -> new TreeSet<>()).add(kind.version());
      }
    }
    versions.computeIfAbsent(AccessReviews.GROUP, g -> new TreeSet<>()).add("v1");
    return versions;
  }

  private ObjectNode groups() {
    ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    versionsByGroup().forEach((group, versions) -> groups.add(group(group, versions)));
    return list;
  }

  private Optional<ObjectNode> group(String group) {
    return Optional.ofNullable(versionsByGroup().get(group))
        .map(v -> group(group, v).put("kind", "APIGroup").put("apiVersion", "v1"));
  }

  private static ObjectNode group(String group, SortedSet<String> versions) {
    ObjectNode node = Json.object().put("name", group);
    ArrayNode listed = node.putArray("versions");
    for (String version : versions.reversed()) {
      listed.addObject().put("groupVersion", group + "/" + version).put("version", version);
    }
    node.set("preferredVersion", listed.get(0).deepCopy());
    return node;
  }

  private Optional<ObjectNode> resources(String group, String version) {
    String groupVersion = group.isEmpty() ? version : group + "/" + version;
    ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    ArrayNode resources = list.put("groupVersion", groupVersion).putArray("resources");
    if (group.equals(AccessReviews.GROUP)) {
      AccessReviews.describe(resources);
    }
    kinds.all().stream()
        .filter(k -> k.apiVersion().equals(groupVersion))
        .forEach(k -> describe(k, resources));
    return resources.isEmpty() ? Optional.empty() : Optional.of(list);
  }

  private static void describe(ResourceKind kind, ArrayNode resources) {
    ObjectNode resource = resource(kind, kind.plural(), kind.singular(), resources);
    ArrayNode verbs = resource.putArray("verbs");
    for (String verb : ApiVerb.ALL) {
      verbs.add(verb);
    }
    strings(resource, "shortNames", kind.shortNames());
    strings(resource, "categories", kind.categories());
    if (kind.has(Feature.SCALE)) {
      subresource(kind, "scale", resources)
          .put("group", "autoscaling")
          .put("version", "v1")
          .put("kind", "Scale");
    }
    if (kind.has(Feature.STATUS)) {
      subresource(kind, "status", resources);
    }
    if (kind.is("", "Pod")) {
      resource(kind, "pods/log", "", resources).putArray("verbs").add("get");
    }
  }

  private static ObjectNode subresource(ResourceKind kind, String name, ArrayNode resources) {
    ObjectNode resource = resource(kind, kind.plural() + "/" + name, "", resources);
    resource.putArray("verbs").add("get").add("patch").add("update");
    return resource;
  }

  private static ObjectNode resource(
      ResourceKind kind, String name, String singular, ArrayNode resources) {
    return resources
        .addObject()
        .put("name", name)
        .put("singularName", singular)
        .put("namespaced", kind.namespaced())
        .put("kind", kind.kind());
  }

  private static void strings(ObjectNode node, String field, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(field);
      values.forEach(array::add);
    }
  }
}
