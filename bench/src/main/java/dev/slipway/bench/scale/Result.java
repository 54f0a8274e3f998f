package dev.slipway.bench.scale;

import java.util.List;

/**
 * One service.
 *
 * @param unit of what was counted
 * @param ratio of what the most copies get through to what one does
 */
record Result(
    String service,
    String unit,
    int size,
    List<Measured> measured,
    double ratio,
    int processors,
    double load) {

  String toText() {
    StringBuilder text =
        new StringBuilder(
            "%n%s: %d %s, in three piles; %d processors, load %.1f%n"
                .formatted(service, size, unit, processors, load));
    text.append(
        "%8s %9s %10s %14s %18s %16s%n"
            .formatted(
                "copies", "s", "per s", "CPU s, copies", "CPU s, the rest", "processors busy"));
    for (Measured one : measured) {
      text.append(
          "%8d %9.2f %10.0f %14.2f %18.2f %16.1f%n"
              .formatted(
                  one.copies(),
                  one.seconds(),
                  one.perSecond(),
                  one.serviceCpuSeconds(),
                  one.surroundingsCpuSeconds(),
                  one.processorsBusy()));
    }
    Measured first = measured.getFirst();
    text.append(
        "%s: %.2f times as much; %d processors allow %.2f: one copy and its surroundings keep %.1f of them busy%n"
            .formatted(service, ratio, processors, mostPossible(), first.processorsBusy()));
    if (load > 2 * processors) {
      text.append("  the machine was busy with other work: load %.1f%n".formatted(load));
    }
    return text.toString();
  }

  /** More copies get no more through than the processors do. */
  double mostPossible() {
    int most = measured.getLast().copies();
    double busy = measured.getFirst().processorsBusy();
    return busy <= 0 ? most : Math.clamp(processors / busy, 1, most);
  }
}
