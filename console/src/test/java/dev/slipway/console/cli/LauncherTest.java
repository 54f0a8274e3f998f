package dev.slipway.console.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bash script in front of the commands. */
class LauncherTest {
  private static final Path SCRIPT = Path.of("..", "slipway").toAbsolutePath().normalize();

  private record Ran(int exitCode, String out) {}

  @Test
  void helpListsEveryCommandWithoutStartingAJvm() throws Exception {
    Ran help = run(SCRIPT, Map.of("JAVA_HOME", "", "PATH", "/nonexistent"), "--help");
    // Without any PATH not even cat is there: what is shown comes from the shell alone.
    assertThat(help.exitCode()).isZero();
    assertThat(SlipwayCommand.names())
        .allSatisfy(name -> assertThat(help.out()).containsPattern("(?m)^  " + name + "\\b"));
    assertThat(help.out()).contains("up ", "push ", "queue ", "messages ", "pods ", "env ");
  }

  @Test
  void whereNothingIsBuiltAndNothingCanBuildItSaysSo(@TempDir Path folder) throws Exception {
    Path copy = Files.copy(SCRIPT, folder.resolve("slipway"));
    Ran ran =
        run(
            copy,
            Map.of("JAVA_HOME", System.getProperty("java.home"), "PATH", "/nonexistent"),
            "status");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ran.out()).contains("there is no Maven (mvn) on the PATH to build it");
  }

  /** A JDK that only says what it was asked to run. */
  @ParameterizedTest
  @CsvSource({
    "edit, manifest-writer, dev.slipway.writer.edit.EditCommand",
    "policy, manifest-writer, dev.slipway.writer.offline.PolicyCommand",
    "validate, manifest-writer, dev.slipway.writer.offline.ValidateCommand",
    "bench, bench, dev.slipway.bench.Bench",
    "push, sandbox, dev.slipway.sandbox.Sandbox push",
    "pods, sandbox, dev.slipway.sandbox.Sandbox pods",
    "status, console, dev.slipway.console.cli.SlipwayCommand status",
    "completion, console, dev.slipway.console.cli.SlipwayCommand completion"
  })
  void everyCommandReachesThePartThatKnowsItThoughNothingFollows(
      String command, String module, String main, @TempDir Path folder) throws Exception {
    Path copy = Files.copy(SCRIPT, folder.resolve("slipway"));
    Files.createDirectories(folder.resolve(module + "/target/lib"));
    Files.writeString(folder.resolve(module + "/target/" + module + "-1.jar"), "");
    Files.createDirectories(folder.resolve("jdk/bin"));
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    Path java = Files.writeString(folder.resolve("jdk/bin/java"), "#!/bin/sh\necho \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();

    Ran ran =
        run(
            copy,
            Map.of(
                "JAVA_HOME", folder.resolve("jdk").toString(),
                "PATH", "/nonexistent",
                "SLIPWAY_NO_CACHE", "1"),
            command);

    assertThat(ran.out()).endsWith(" " + main + "\n").contains("/" + module + "-1.jar");
    assertThat(ran.exitCode()).isZero();
  }

  private static Ran run(Path script, Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/bash", script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(variables);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), out);
  }
}
