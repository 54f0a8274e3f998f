package dev.slipway.sandbox.launcher;

/**
 * One process of a service. The first has the service's own name and port.
 *
 * @param number from 1 on
 */
record Copy(Service service, int number) {
  static Copy first(Service service) {
    return new Copy(service, 1);
  }

  /** How its log, its settings and its process id are called. */
  String name() {
    return number == 1 ? service.moduleName() : instanceId();
  }

  /** Its name in the consumer group: it outlives a restart. */
  String instanceId() {
    return service.moduleName() + "-" + number;
  }
}
