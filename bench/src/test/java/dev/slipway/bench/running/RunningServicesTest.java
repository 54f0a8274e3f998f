package dev.slipway.bench.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningServicesTest {
  @TempDir Path data;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void anUp() throws IOException {
    Files.createDirectories(data.resolve("pids"));
    Files.createDirectories(data.resolve("logs"));
    Files.writeString(data.resolve("env"), "SLIPWAY_KAFKA=127.0.0.1:9\n");
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void saysWhoDiedAndItsLastWords() throws Exception {
    start("console");
    Process watcher = start("registry-watcher");
    Files.writeString(
        data.resolve("logs/registry-watcher.log"), "first\n" + "more\n".repeat(20) + "the last\n");
    RunningServices before = now();

    watcher.destroyForcibly().waitFor();

    assertThat(now().deathsSince(before))
        .singleElement()
        .satisfies(
            death -> {
              assertThat(death.name()).isEqualTo("registry-watcher");
              assertThat(death.toText())
                  .startsWith("registry-watcher died during the run")
                  .endsWith("the last")
                  .doesNotContain("first");
            });
  }

  @Test
  void saysThatOneDiedThoughItWasStartedAgain() throws Exception {
    Process first = start("console");
    RunningServices before = now();
    first.destroyForcibly().waitFor();

    start("console");

    assertThat(now().deathsSince(before)).extracting(Death::name).containsExactly("console");
    assertThat(now().useSince(before).values())
        .allSatisfy(use -> assertThat(use.cpu()).isGreaterThanOrEqualTo(Duration.ZERO));
  }

  @Test
  void saysNothingWhereAllLive() throws Exception {
    start("console");
    RunningServices before = now();

    assertThat(now().deathsSince(before)).isEmpty();
    assertThat(now().useSince(before)).containsKeys("console", "sandbox");
    assertThat(now().useSince(before).values())
        .allSatisfy(use -> assertThat(use.cpu()).isGreaterThanOrEqualTo(Duration.ZERO));
  }

  private RunningServices now() {
    return RunningServices.of(RunningSlipway.in(data));
  }

  private Process start(String name) throws IOException {
    Process process = new ProcessBuilder("sleep", "60").start();
    started.add(process);
    Files.writeString(data.resolve("pids").resolve(name), process.pid() + "\n");
    return process;
  }
}
