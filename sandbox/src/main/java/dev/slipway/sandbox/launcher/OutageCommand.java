package dev.slipway.sandbox.launcher;

import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a part of the sandbox away for a while, to see what the pipeline makes of it. */
@Command(
    name = "outage",
    description = {
      "Take a part of the running sandbox away for a while; the pipeline recovers by itself.",
      "registry: answers 429; git, cluster, queues: do not answer; broker: killed, and started"
          + " again afterwards; disk: the broker's, which is full (both need ./slipway up"
          + " --broker-apart).",
      "Returns when it is over.",
      "Example: ./slipway outage git --for 60s"
    })
public final class OutageCommand implements Runnable {
  private static final Duration LONGEST = Duration.ofHours(1);

  @Parameters(paramLabel = "PART", description = "registry, git, cluster, queues, broker or disk")
  private String part = "";

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "such as 30s or 2m (default: ${DEFAULT-VALUE})")
  private String lasting = "60s";

  @Mixin private DataOption data = new DataOption();

  @Override
  public void run() {
    Order order = new Order(data.directory());
    String time = parse(lasting).toString();
    System.out.println(order.give("/outage", Map.of("part", part, "lasting", time)));
  }

  private static Duration parse(String text) {
    if (!text.matches("[1-9]\\d{0,4}[sm]")) {
      throw new SandboxException("--for takes a time such as 30s or 2m, not " + text);
    }
    Duration time = Duration.parse("PT" + text);
    if (time.compareTo(LONGEST) > 0) {
      throw new SandboxException("--for takes an hour at most");
    }
    return time;
  }
}
