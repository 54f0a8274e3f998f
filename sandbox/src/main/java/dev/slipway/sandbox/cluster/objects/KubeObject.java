package dev.slipway.sandbox.cluster.objects;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An object as it is stored; its tree is never changed. */
public record KubeObject(ResourceKind kind, ObjectNode tree) {
  public String name() {
    return Json.text(tree, "metadata", "name");
  }

  /** Empty for cluster-scoped objects. */
  public String namespace() {
    return Json.text(tree, "metadata", "namespace");
  }

  public String uid() {
    return Json.text(tree, "metadata", "uid");
  }

  public ObjectKey key() {
    return new ObjectKey(kind.groupResource(), namespace(), name());
  }

  public String resourceVersion() {
    return Json.text(tree, "metadata", "resourceVersion");
  }

  public int generation() {
    return Json.number(0, tree, "metadata", "generation");
  }

  public Instant created() {
    return Instant.parse(Json.text(tree, "metadata", "creationTimestamp"));
  }

  public boolean isBeingDeleted() {
    return Json.has(tree, "metadata", "deletionTimestamp");
  }

  public Map<String, String> labels() {
    return Json.strings(tree, "metadata", "labels");
  }

  public Map<String, String> annotations() {
    return Json.strings(tree, "metadata", "annotations");
  }

  public List<String> finalizers() {
    return Json.at(tree, "metadata", "finalizers").valueStream().map(JsonNode::asString).toList();
  }

  public List<OwnerReference> owners() {
    return Json.at(tree, "metadata", "ownerReferences")
        .valueStream()
        .map(OwnerReference::read)
        .toList();
  }

  public Optional<OwnerReference> controller() {
    return owners().stream().filter(OwnerReference::controller).findFirst();
  }

  public boolean isControlledBy(KubeObject owner) {
    return controller().map(OwnerReference::uid).filter(owner.uid()::equals).isPresent();
  }

  public JsonNode at(String... path) {
    return Json.at(tree, path);
  }

  public String text(String... path) {
    return Json.text(tree, path);
  }

  public int number(int fallback, String... path) {
    return Json.number(fallback, tree, path);
  }

  /** The same object in another version of its kind. */
  public KubeObject in(ResourceKind version) {
    if (version.equals(kind)) {
      return this;
    }
    return new KubeObject(version, copy().put("apiVersion", version.apiVersion()));
  }

  public ObjectNode copy() {
    return tree.deepCopy();
  }
}
