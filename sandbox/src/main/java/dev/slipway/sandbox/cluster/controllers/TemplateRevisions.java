package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Keeps the templates of a StatefulSet or DaemonSet as ControllerRevisions. */
final class TemplateRevisions {
  private final ClusterAccess cluster;

  TemplateRevisions(ClusterAccess cluster) {
    this.cluster = cluster;
  }

  /** The revision of the template as it is now, made if it is a new one. */
  KubeObject current(KubeObject workload) {
    ObjectNode template = PodTemplate.of(workload.tree());
    List<KubeObject> all = all(workload);
    int newest = all.stream().mapToInt(TemplateRevisions::number).max().orElse(0);
    Optional<KubeObject> same =
        all.stream().filter(r -> r.at("data", "spec", "template").equals(template)).findFirst();
    if (same.isEmpty()) {
      return create(workload, template, newest + 1);
    }
    KubeObject revision = same.get();
    return number(revision) == newest
        ? revision
        : cluster.change(revision, "", tree -> tree.put("revision", newest + 1));
  }

  private List<KubeObject> all(KubeObject workload) {
    return cluster.controlled(workload, "ControllerRevision");
  }

  private static int number(KubeObject revision) {
    return revision.number(0, "revision");
  }

  private KubeObject create(KubeObject workload, ObjectNode template, int number) {
    String hash = PodTemplate.hash(template);
    ObjectNode revision = Json.object();
    ObjectNode metadata = revision.putObject("metadata").put("name", workload.name() + "-" + hash);
    ObjectNode labels = metadata.putObject("labels");
    Json.strings(template, "metadata", "labels").forEach(labels::put);
    labels.put(PodTemplate.REVISION_LABEL, hash);
    ClusterAccess.own(revision, workload);
    revision.putObject("data").putObject("spec").set("template", template);
    revision.put("revision", number);
    return cluster.create("ControllerRevision", workload.namespace(), revision);
  }

  /** The template of a revision by its name; the present one when it is no longer kept. */
  ObjectNode template(KubeObject workload, String revision) {
    return cluster
        .find("ControllerRevision", workload.namespace(), revision)
        .filter(r -> r.isControlledBy(workload))
        .map(r -> PodTemplate.of(r.at("data")))
        .orElseGet(() -> PodTemplate.of(workload.tree()));
  }

  /** Removes what is beyond the limit and that no pod comes from. */
  void forgetOld(KubeObject workload, List<String> used) {
    List<KubeObject> unused =
        all(workload).stream()
            .filter(r -> !used.contains(r.name()))
            .sorted(Comparator.comparingInt(TemplateRevisions::number))
            .toList();
    int kept = workload.number(10, "spec", "revisionHistoryLimit");
    unused.stream().limit(Math.max(0, unused.size() - kept)).forEach(cluster::delete);
  }
}
