package dev.slipway.sandbox.launcher;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Starts or ends copies of a service while everything runs. */
@Command(
    name = "scale",
    description = {
      "Let a service of the running sandbox have that many copies.",
      "They share its work; what a copy that ends was doing is gone on with by another.",
      "Example: ./slipway scale manifest-writer 3",
      "         ./slipway services               says who has which share"
    })
public final class ScaleCommand implements Runnable {
  @Parameters(paramLabel = "SERVICE", description = "such as cluster-applier")
  private String service = "";

  @Parameters(paramLabel = "N", description = "how many copies, from 1 to 12")
  private int copies;

  @Mixin private DataOption data = new DataOption();

  @Override
  public void run() {
    Service.named(service).checkCopies(copies);
    Order order = new Order(data.directory());
    System.out.println(order.give("/scale", Map.of("service", service, "copies", copies)));
  }
}
