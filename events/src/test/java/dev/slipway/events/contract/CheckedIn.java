package dev.slipway.events.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A generated file that is checked in, so that others find it without building. */
final class CheckedIn {
  private static final boolean WRITE = Boolean.getBoolean("slipway.schemas.write");
  static final Path RESOURCES = Path.of("src", "main", "resources", "dev", "slipway", "events");

  private CheckedIn() {}

  /** Fails where the file differs; with {@code -Dslipway.schemas.write=true} rewrites it. */
  static void check(Path file, String generated) throws IOException {
    if (WRITE) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, generated);
    }
    assertThat(file)
        .as("%s is generated: rewrite it with -Dslipway.schemas.write=true", file)
        .exists()
        .content()
        .isEqualTo(generated);
  }
}
