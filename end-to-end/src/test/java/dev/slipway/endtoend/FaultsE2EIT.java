package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of {@code bench faults}: kills while images are pushed. */
class FaultsE2EIT {
  @Test
  void nothingIsLostOrDoneTwiceWhateverIsKilled(@TempDir Path data) {
    Slipway.Result result =
        Slipway.alone(
            "bench",
            "faults",
            "--pushes",
            "12",
            "--every",
            "1",
            "--kill-every",
            "5",
            "--port-base",
            String.valueOf(Slipway.freePorts()),
            "--data",
            data.toString());

    assertThat(result.output()).contains("kills with -9");
    assertThat(result.code()).as(result.output()).isZero();
  }
}
