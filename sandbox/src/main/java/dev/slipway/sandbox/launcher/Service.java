package dev.slipway.sandbox.launcher;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The services of Slipway, each a process of its own. */
enum Service {
  REGISTRY_WATCHER(10),
  MANIFEST_WRITER(11),
  QUEUE_GUARD(12),
  CLUSTER_APPLIER(13),
  NOTIFIER(14),
  CONSOLE(0);

  private final int portOffset;

  Service(int portOffset) {
    this.portOffset = portOffset;
  }

  /**
   * The service of that name.
   *
   * @throws SandboxException naming those that there are
   */
  static Service named(String name) {
    return Stream.of(values())
        .filter(service -> service.moduleName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new SandboxException(
                    "there is no service "
                        + name
                        + "; there are "
                        + Stream.of(values())
                            .map(Service::moduleName)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * Checks that there may be that many copies of it.
   *
   * @throws SandboxException where not, saying why
   */
  void checkCopies(int copies) {
    if (this == CONSOLE && copies != 1) {
      throw new SandboxException(
          "the console is not scaled: it shares no work, each copy reads every event for itself."
              + " Where one is not enough, run further ones behind a load balancer");
    }
    if (copies < 1 || copies > Pipeline.MOST_COPIES) {
      throw new SandboxException(
          moduleName()
              + " can have 1 to "
              + Pipeline.MOST_COPIES
              + " copies, as many as the topics have partitions, but "
              + copies
              + " were asked for");
    }
  }

  /** Where its port lies above the base. */
  int portOffset() {
    return portOffset;
  }

  /** The module, the jar and the consumer group. */
  String moduleName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
