package dev.slipway.bench;

import dev.slipway.bench.apply.ApplyCommand;
import dev.slipway.bench.faults.FaultsCommand;
import dev.slipway.bench.fleet.FleetCommand;
import dev.slipway.bench.latency.LatencyCommand;
import dev.slipway.bench.running.BenchException;
import dev.slipway.bench.scale.ScaleCommand;
import dev.slipway.bench.scan.ScanCommand;
import dev.slipway.bench.writer.WriterCommand;
import dev.slipway.sandbox.CommandTree;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of {@code ./slipway bench}: each measures what {@code up} runs, from outside. */
@Command(
    name = "slipway bench",
    mixinStandardHelpOptions = true,
    description = "Measure what ./slipway up runs, from outside.",
    subcommands = {
      LatencyCommand.class,
      FleetCommand.class,
      FaultsCommand.class,
      WriterCommand.class,
      ScaleCommand.class,
      ScanCommand.class,
      ApplyCommand.class
    })
public final class Bench {
  private Bench() {}

  /** Runs one command. Exit codes: 0 done, 1 failed, 2 wrongly called. */
  public static void main(String[] arguments) {
    CommandLine commands = CommandTree.of(new Bench(), BenchException.class);
    System.exit(arguments.length == 0 ? commands.execute("--help") : commands.execute(arguments));
  }
}
