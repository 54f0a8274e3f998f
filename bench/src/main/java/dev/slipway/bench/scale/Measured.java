package dev.slipway.bench.scale;

/**
 * What so many copies got through.
 *
 * @param perSecond of the pile, on the average from telling it until the last was done
 * @param serviceCpuSeconds of all copies meanwhile
 * @param surroundingsCpuSeconds of this process: the broker, and what stands outside
 */
record Measured(
    int copies,
    double seconds,
    double perSecond,
    double serviceCpuSeconds,
    double surroundingsCpuSeconds) {

  /** How many processors were busy with it, on the average. */
  double processorsBusy() {
    return (serviceCpuSeconds + surroundingsCpuSeconds) / seconds;
  }
}
