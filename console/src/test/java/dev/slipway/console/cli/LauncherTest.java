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
