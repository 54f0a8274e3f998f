package dev.slipway.bench.faults;

import java.time.Instant;

/** A process that was killed with -9. */
record Fault(String process, long pid, Instant at) {}
