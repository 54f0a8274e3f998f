package dev.slipway.console.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file {@code env} of a data folder: {@code NAME=value} lines that a shell can read. */
final class SettingsFile {
  private SettingsFile() {}

  /** Empty where the file or the line is missing. */
  static Optional<String> value(Path file, String name) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      for (String line : Files.readAllLines(file)) {
        String setting = line.startsWith("export ") ? line.substring("export ".length()) : line;
        if (setting.startsWith(name + "=")) {
          return Optional.of(unquoted(setting.substring(name.length() + 1).strip()));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, "cannot read " + file + ": " + e, e);
    }
  }

  /** A whole file that holds one word, such as a token. */
  static Optional<String> word(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, "cannot read " + file + ": " + e, e);
    }
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() > 1
            && (value.charAt(0) == '\'' || value.charAt(0) == '"')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
