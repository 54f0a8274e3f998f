package dev.slipway.console.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which console a command talks to, and how it answers. */
final class ConsoleOptions {
  enum Format {
    text,
    json
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text or json; text by default.")
  Format output = Format.text;

  @Option(
      names = "--console",
      paramLabel = "URL",
      description =
          "The console's address. Also: SLIPWAY_CONSOLE, or what runs in the data folder.")
  @Nullable String console;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder of ./slipway up. Also: SLIPWAY_DATA.")
  @Nullable Path data;

  boolean json() {
    return output == Format.json;
  }

  /** A data folder named on the command line counts more than the environment's variables. */
  ConsoleClient connect(Surroundings around) {
    return client("SLIPWAY_CONSOLE", console, around);
  }

  ConsoleClient connectToNotifier(Surroundings around) {
    return client("SLIPWAY_NOTIFIER", null, around);
  }

  private ConsoleClient client(String setting, @Nullable String given, Surroundings around) {
    return new ConsoleClient(address(setting, given, around), setting, token(around));
  }

  private String address(String name, @Nullable String given, Surroundings around) {
    Optional<String> fromVariables = variable(name, around);
    Optional<String> fromData = SettingsFile.value(folder(around).resolve("env"), name);
    return Optional.ofNullable(given)
        .or(() -> data == null ? fromVariables.or(() -> fromData) : fromData)
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "nothing runs here: start with ./slipway up, or set " + name));
  }

  private @Nullable String token(Surroundings around) {
    Optional<String> fromVariables = variable("SLIPWAY_TOKEN", around);
    Optional<String> fromData = SettingsFile.word(folder(around).resolve("token"));
    return (data == null ? fromVariables.or(() -> fromData) : fromData.or(() -> fromVariables))
        .orElse(null);
  }

  private Path folder(Surroundings around) {
    if (data != null) {
      return data;
    }
    return variable("SLIPWAY_DATA", around)
        .map(Path::of)
        .orElseGet(() -> Path.of(around.home(), ".slipway"));
  }

  private static Optional<String> variable(String name, Surroundings around) {
    return Optional.ofNullable(around.variables().get(name)).filter(value -> !value.isBlank());
  }
}
