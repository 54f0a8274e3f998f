package dev.slipway.sandbox.cluster.api;

import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.LabelSelector;
import dev.slipway.sandbox.cluster.objects.ResourceKind;

/**
 * Which objects of a kind a list, a watch or a deletion is about.
 *
 * @param namespace empty for all
 */
record Selection(ResourceKind kind, String namespace, LabelSelector labels, FieldSelector fields) {

  static Selection of(ResourceKind kind, ResourcePath path, ApiRequest request) {
    String fields = request.query("fieldSelector");
    String named = path.name().isEmpty() ? fields : "metadata.name=" + path.name();
    return new Selection(
        kind,
        path.namespace(),
        LabelSelector.parse(request.query("labelSelector")),
        FieldSelector.parse(named, kind));
  }

  boolean includes(KubeObject object) {
    return object.kind().groupResource().equals(kind.groupResource())
        && (namespace.isEmpty() || namespace.equals(object.namespace()))
        && labels.matches(object.labels())
        && fields.matches(object);
  }
}
