package dev.slipway.applier.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.applier.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
  @TempDir Path directory;

  @Test
  void isOursAloneAndGoneWhenItIsClosed() throws Exception {
    Path root;
    try (PrivateFolder folder = PrivateFolder.in(directory)) {
      root = folder.root();
      folder.write("a/b.txt", "x".getBytes(StandardCharsets.UTF_8));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
          .isEqualTo("rwx------");
      assertThat(root.resolve("a/b.txt")).hasContent("x");
    }
    assertThat(root).doesNotExist();
  }

  @Test
  void nothingIsWrittenOutsideOfIt() {
    try (PrivateFolder folder = PrivateFolder.in(directory)) {
      assertThatThrownBy(() -> folder.write("../x", new byte[0]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> folder.write("/x", new byte[0]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenToMayBecomeOne() {
    assertThatThrownBy(() -> PrivateFolder.in(directory.resolve("gone")))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(UnavailableException.Reason.TOOL_UNAVAILABLE));
  }

  @Test
  void whatAKilledInstanceLeftIsDeletedButNotWhatIsInUse() throws Exception {
    try (PrivateFolder inUse = PrivateFolder.onDisk()) {
      PrivateFolder left = PrivateFolder.onDisk();
      left.write("secret", new byte[1]);
      Files.setLastModifiedTime(
          left.root(), FileTime.from(Instant.now().minus(Duration.ofHours(2))));
      PrivateFolder.sweep();
      assertThat(left.root()).doesNotExist();
      assertThat(inUse.root()).exists();
    }
  }
}
