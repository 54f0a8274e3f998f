package dev.slipway.sandbox.cluster.objects;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The object that an object goes away with. */
public record OwnerReference(
    String apiVersion,
    String kind,
    String name,
    String uid,
    boolean controller,
    boolean blocksDeletion) {

  static OwnerReference read(JsonNode node) {
    return new OwnerReference(
        Json.text(node, "apiVersion"),
        Json.text(node, "kind"),
        Json.text(node, "name"),
        Json.text(node, "uid"),
        Json.flag(node, "controller"),
        Json.flag(node, "blockOwnerDeletion"));
  }

  public static OwnerReference controlledBy(KubeObject owner) {
    return new OwnerReference(
        owner.kind().apiVersion(), owner.kind().kind(), owner.name(), owner.uid(), true, true);
  }

  public ObjectNode write() {
    return Json.object()
        .put("apiVersion", apiVersion)
        .put("kind", kind)
        .put("name", name)
        .put("uid", uid)
        .put("controller", controller)
        .put("blockOwnerDeletion", blocksDeletion);
  }
}
