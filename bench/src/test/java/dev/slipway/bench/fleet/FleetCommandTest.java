package dev.slipway.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Calls that are refused before anything is started. */
class FleetCommandTest {
  @TempDir Path folder;
  private final StringWriter errors = new StringWriter();

  @Test
  void anEarlierRunsDataIsNotTakenUp() throws Exception {
    Files.createDirectories(folder.resolve("data/kafka"));

    assertThat(call("--work", folder.toString())).isNotZero();
    assertThat(errors.toString()).contains("holds the data of an earlier run");
    assertThat(folder.resolve("repository")).doesNotExist();
  }

  @Test
  void moreAtOnceThanThereAreIsRefused() {
    assertThat(call("--apps", "2", "--burst", "3")).isNotZero();
    assertThat(errors.toString()).contains("--burst cannot be more than --apps");
  }

  private int call(String... arguments) {
    return new CommandLine(new FleetCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setErr(new PrintWriter(errors))
        .execute(arguments);
  }
}
