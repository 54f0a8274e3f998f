package dev.slipway.events.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page by which operators set the services up. */
class ServiceSettingsTest {

  @Test
  void pageIsTheOneOfTheRecords() throws IOException {
    CheckedIn.check(Path.of("..", "docs", "settings.md"), ServiceSettings.write());
  }

  @Test
  void everySettingSaysWhatItIsFor() throws IOException {
    assertThat(ServiceSettings.write().lines().filter(line -> line.startsWith("| `")))
        .isNotEmpty()
        .noneMatch(line -> line.endsWith("|  |"));
  }
}
