package dev.slipway.sandbox.cluster;

import dev.slipway.sandbox.cluster.objects.Change;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import dev.slipway.sandbox.cluster.objects.ResourceKind.Feature;
import dev.slipway.sandbox.cluster.objects.ResourceKinds;
import dev.slipway.sandbox.cluster.schema.Schemas;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Serves the kinds that established custom resource definitions describe. */
final class CustomKinds {
  private final ResourceKinds kinds;
  private final Schemas schemas;

  private CustomKinds(ResourceKinds kinds, Schemas schemas) {
    this.kinds = kinds;
    this.schemas = schemas;
  }

  static CustomKinds follow(ObjectStore store, ResourceKinds kinds, Schemas schemas) {
    CustomKinds custom = new CustomKinds(kinds, schemas);
    store.listenSince(store.resourceVersion(), custom::onChange);
    return custom;
  }

  private void onChange(Change change) {
    KubeObject definition = change.object();
    if (!definition.kind().is("apiextensions.k8s.io", "CustomResourceDefinition")) {
      return;
    }
    learn(definition, change.type() == Change.Type.DELETED);
  }

  void learn(KubeObject definition) {
    learn(definition, false);
  }

  private void learn(KubeObject definition, boolean deleted) {
    for (JsonNode version : definition.at("spec", "versions")) {
      ResourceKind kind = read(definition, version);
      if (deleted || !Json.flag(version, "served")) {
        kinds.remove(kind);
        schemas.forget(kind);
      } else if (isEstablished(definition)) {
        schemas.define(kind, Json.at(version, "schema", "openAPIV3Schema"));
        kinds.add(kind);
      }
    }
  }

  private static boolean isEstablished(KubeObject definition) {
    return definition
        .at("status", "conditions")
        .valueStream()
        .anyMatch(
            c ->
                Json.text(c, "type").equals("Established")
                    && Json.text(c, "status").equals("True"));
  }

  private static ResourceKind read(KubeObject definition, JsonNode version) {
    Set<Feature> features = EnumSet.of(Feature.CUSTOM, Feature.GENERATION);
    if (Json.has(version, "subresources", "status")) {
      features.add(Feature.STATUS);
    }
    if (Json.has(version, "subresources", "scale")) {
      features.add(Feature.SCALE);
    }
    JsonNode names = definition.at("spec", "names");
    return new ResourceKind(
        definition.text("spec", "group"),
        Json.text(version, "name"),
        Json.text(names, "kind"),
        Json.text(names, "plural"),
        Json.text(names, "singular"),
        definition.text("spec", "scope").equals("Namespaced"),
        strings(names, "shortNames"),
        strings(names, "categories"),
        features);
  }

  private static List<String> strings(JsonNode names, String field) {
    return Json.at(names, field).valueStream().map(JsonNode::asString).toList();
  }
}
