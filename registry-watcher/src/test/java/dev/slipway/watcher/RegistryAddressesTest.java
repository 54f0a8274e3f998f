package dev.slipway.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryAddressesTest {
  private static final URI STAND_IN = URI.create("http://127.0.0.1:5000");

  @Test
  void reachesAHostAtItselfUnlessToldOtherwise() {
    var addresses = new RegistryAddresses(Map.of("ghcr.io", STAND_IN), null);

    assertThat(addresses.addressOf("ghcr.io")).isEqualTo(STAND_IN);
    assertThat(addresses.addressOf("quay.io")).isEqualTo(URI.create("https://quay.io"));
    assertThat(addresses.addressOf("docker.io"))
        .isEqualTo(URI.create("https://registry-1.docker.io"));
  }

  @Test
  void letsOneRegistryStandInForEveryOther() {
    var addresses =
        new RegistryAddresses(Map.of("ghcr.io", URI.create("https://ghcr.io")), STAND_IN);

    assertThat(addresses.addressOf("docker.io")).isEqualTo(STAND_IN);
    assertThat(addresses.isSame("docker.io", "127.0.0.1:5000")).isTrue();
    assertThat(addresses.isSame("ghcr.io", "127.0.0.1:5000")).isFalse();
    assertThat(addresses.isSame("ghcr.io", "GHCR.io")).isTrue();
  }
}
