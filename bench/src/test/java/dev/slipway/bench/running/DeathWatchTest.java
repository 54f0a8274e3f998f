package dev.slipway.bench.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DeathWatchTest {
  @TempDir Path folder;
  private final OpenThings open = new OpenThings();
  private final DeathWatch watch = new DeathWatch();

  @AfterEach
  void end() {
    open.close();
  }

  @Test
  void endsWhateverIsWaitedForWithTheLastWords() throws IOException {
    start("console");
    ServiceProcess writer = start("manifest-writer");
    Files.writeString(writer.log(), "first\nthe last\n");

    assertThatThrownBy(
            () ->
                watch.during(
                    () -> {
                      writer.kill();
                      new CountDownLatch(1).await();
                      return "never";
                    }))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("exit code 137: manifest-writer died during the run")
        .hasMessageEndingWith("the last");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void takesNoMeasurementForGoodThatSomeoneDiedIn() throws IOException {
    ServiceProcess writer = start("manifest-writer");

    assertThatThrownBy(
            () ->
                watch.during(
                    () -> {
                      writer.kill();
                      return "measured";
                    }))
        .hasMessageContaining("manifest-writer died");
  }

  @Test
  void leavesAloneWhatEndsOnPurpose() throws Exception {
    ServiceProcess first = start("cluster-applier");

    assertThat(
            watch.<String>during(
                () -> {
                  first.close();
                  return "measured";
                }))
        .isEqualTo("measured");
  }

  @Test
  void saysWhatElseWentWrongWhereAllLive() throws IOException {
    start("manifest-writer");

    assertThatThrownBy(
            () ->
                watch.during(
                    () -> {
                      throw new BenchException("3 of 4 have not landed");
                    }))
        .hasMessage("3 of 4 have not landed");
  }

  private ServiceProcess start(String name) throws IOException {
    ServiceProcess process =
        new ServiceProcess(
            name,
            new ProcessBuilder("sleep", "120").start(),
            URI.create("http://127.0.0.1:9"),
            folder.resolve(name + ".log"));
    open.push(process);
    return watch.on(process);
  }
}
