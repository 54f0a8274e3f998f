package dev.slipway.sandbox.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real {@code git}, without this machine's own settings. */
record GitCommand(Path directory, Map<String, String> environment) {
  GitCommand(Path directory) {
    this(directory, Map.of());
  }

  /** The same, telling of every packet. */
  GitCommand tracing() {
    return new GitCommand(directory, Map.of("GIT_TRACE_PACKET", "1"));
  }

  record Outcome(int exitCode, String output) {}

  String run(String... arguments) throws Exception {
    Outcome outcome = attempt(arguments);
    if (outcome.exitCode() != 0) {
      throw new AssertionError(List.of(arguments) + " failed: " + outcome.output());
    }
    return outcome.output().strip();
  }

  Outcome attempt(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=Dev", "-c", "user.email=dev@example.com"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_CONFIG_SYSTEM", "/dev/null");
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.environment().put("LC_ALL", "C");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), output);
  }
}
