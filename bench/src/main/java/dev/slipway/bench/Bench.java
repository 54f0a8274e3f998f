package dev.slipway.bench;

import dev.slipway.bench.apply.ApplyCommand;
import dev.slipway.bench.faults.FaultsCommand;
import dev.slipway.bench.fleet.FleetCommand;
import dev.slipway.bench.latency.LatencyCommand;
import dev.slipway.bench.running.BenchException;
import dev.slipway.bench.scale.ScaleCommand;
import dev.slipway.bench.scan.ScanCommand;
import dev.slipway.bench.writer.WriterCommand;
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
  private static final int FAILED = 1;

  private Bench() {}

  /** Runs one command. Exit codes: 0 done, 1 failed, 2 wrongly called. */
  public static void main(String[] arguments) {
    CommandLine commands = new CommandLine(new Bench());
    commands.getSubcommands().values().forEach(Bench::addHelp);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setExecutionExceptionHandler(
        (exception, command, _) -> {
          if (exception instanceof BenchException) {
            command.getErr().println("slipway: " + exception.getMessage());
            return FAILED;
          }
          throw exception;
        });
    System.exit(arguments.length == 0 ? commands.execute("--help") : commands.execute(arguments));
  }

  private static void addHelp(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true);
    command.getSubcommands().values().forEach(Bench::addHelp);
  }
}
