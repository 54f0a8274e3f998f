package dev.slipway.git;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployKeyTest {
  @TempDir Path folder;
  private Path knownHosts;

  @BeforeEach
  void knowNobody() throws IOException {
    knownHosts = Files.writeString(folder.resolve("known_hosts"), "");
  }

  @Test
  void opensAKeyWithItsPassphrase() throws IOException {
    SshKeyFiles key = SshKeyFiles.write(folder.resolve("locked"), "correct horse");
    Path passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse\n");

    DeployKey.of(key.privateKey(), passphrase, knownHosts).close();
  }

  @Test
  void saysWhichSettingALockedKeyWants() {
    SshKeyFiles key = SshKeyFiles.write(folder.resolve("locked"), "correct horse");

    assertThatThrownBy(() -> DeployKey.of(key.privateKey(), null, knownHosts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ssh-key-passphrase-file");
  }

  @Test
  void refusesAFileThatIsNoKey() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken"), "not a key\n");

    assertThatThrownBy(() -> DeployKey.of(broken, null, knownHosts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "ssh-key-file " + broken + " holds no private key that can be read");
  }

  @Test
  void wantsTheHostsToBeKnown() {
    SshKeyFiles key = SshKeyFiles.write(folder.resolve("id"));

    assertThatThrownBy(() -> DeployKey.of(key.privateKey(), null, folder.resolve("absent")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("known-hosts-file");
  }
}
