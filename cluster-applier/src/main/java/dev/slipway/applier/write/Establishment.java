package dev.slipway.applier.write;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.value.RolloutFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Waits until the cluster serves what a definition (CustomResourceDefinition) defines. */
final class Establishment {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Cluster cluster;
  private final BooleanSupplier may;
  private final Duration atMost;

  /**
   * Prepares to wait.
   *
   * @param may whether it is to be waited any longer
   * @param atMost for each definition
   */
  Establishment(Cluster cluster, BooleanSupplier may, Duration atMost) {
    this.cluster = cluster;
    this.may = may;
    this.atMost = atMost;
  }

  /**
   * Waits.
   *
   * @return false where it had to stop waiting
   * @throws RefusedException {@code REJECTED}, with what the cluster says of it, where it is not
   *     established in time, or cannot be
   */
  boolean await(List<KubernetesObject> definitions) throws InterruptedException {
    for (KubernetesObject definition : definitions) {
      long deadline = System.nanoTime() + atMost.toNanos();
      while (!isServed(definition)) {
        refuseIfNamesAreTaken(definition);
        if (System.nanoTime() > deadline) {
          throw new RefusedException(
              RolloutFailure.REJECTED,
              "%s is not established after %d s, so that its objects cannot be applied: %s"
                  .formatted(definition, atMost.toSeconds(), why(definition)));
        }
        if (!may.getAsBoolean()) {
          return false;
        }
        Thread.sleep(LOOK_AGAIN);
      }
    }
    return true;
  }

  private String why(KubernetesObject definition) throws InterruptedException {
    Optional<KubernetesObject> now = cluster.get(definition.objectName());
    if (now.isEmpty()) {
      return "somebody has deleted it";
    }
    if (Fields.has(now.get().content(), "metadata", "deletionTimestamp")) {
      return "it is being deleted";
    }
    if (now.get().list("status", "conditions").isEmpty()) {
      return "the API server has not noted any state of it. See whether a webhook keeps it from"
          + " that (customresourcedefinitions/status), and the API server's log";
    }
    String words =
        now.get().list("status", "conditions").stream()
            .filter(condition -> text(condition, "status").equals("False"))
            .map(condition -> "%s (%s)".formatted(text(condition, "message"), reason(condition)))
            .collect(Collectors.joining("; "));
    return words.isEmpty() ? "the server does not serve all its versions (yet)" : words;
  }

  private static String reason(Map<String, Object> condition) {
    return text(condition, "type") + ": " + text(condition, "reason");
  }

  private static String text(Map<String, Object> condition, String field) {
    return Fields.text(condition, field).orElse("");
  }

  /** Nobody gives a name back by itself. */
  private void refuseIfNamesAreTaken(KubernetesObject definition) throws InterruptedException {
    cluster
        .get(definition.objectName())
        .flatMap(now -> condition(now, "NamesAccepted"))
        .filter(names -> text(names, "status").equals("False"))
        .ifPresent(
            names -> {
              throw new RefusedException(
                  RolloutFailure.REJECTED,
                  "%s is not established: %s"
                      .formatted(
                          definition, Fields.text(names, "message").orElse("its names are taken")));
            });
  }

  private static Optional<Map<String, Object>> condition(KubernetesObject object, String type) {
    return object.list("status", "conditions").stream()
        .filter(condition -> text(condition, "type").equals(type))
        .findFirst();
  }

  private boolean isServed(KubernetesObject definition) throws InterruptedException {
    return cluster
            .get(definition.objectName())
            .flatMap(now -> condition(now, "Established"))
            .filter(established -> text(established, "status").equals("True"))
            .isPresent()
        && isDiscovered(definition);
  }

  /** Discovery follows a moment after. */
  private boolean isDiscovered(KubernetesObject definition) throws InterruptedException {
    String group = definition.text("spec", "group").orElse("");
    String kind = definition.text("spec", "names", "kind").orElse("");
    for (Map<String, Object> version : definition.list("spec", "versions")) {
      if (Fields.isTrue(version, "served")
          && cluster.scope(group + "/" + text(version, "name"), kind).isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
