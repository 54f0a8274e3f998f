package dev.slipway.bench.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {

  @Test
  void isGoneOnceItIsClosed() throws IOException {
    Path path;
    try (TemporaryFolder folder = TemporaryFolder.make("test")) {
      path = folder.path();
      Files.createDirectories(path.resolve("a/b"));
      Files.writeString(path.resolve("a/b/c"), "something");
    }

    assertThat(path).doesNotExist();
  }

  @Test
  void isGoneOnceAProcessThatWasKilledHasEnded() throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                MakesAFolder.class.getName())
            .start();
    Path path = Path.of(process.inputReader().readLine());
    assertThat(path).isDirectory();

    process.destroy();
    process.waitFor();

    assertThat(path).doesNotExist();
  }

  @Test
  void isGoneWhereAllWentWellAndStaysWithItsLogsOtherwise() throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.make("test")) {
      Path log = Files.writeString(folder.path().resolve("a.log"), "why");

      folder.removeIf(false);
      assertThat(log).hasContent("why");

      folder.removeIf(true);
      assertThat(folder.path()).doesNotExist();
    }
  }

  /** Makes a folder, says where, and waits. */
  static final class MakesAFolder {
    private MakesAFolder() {}

    public static void main(String[] arguments) throws Exception {
      System.out.println(TemporaryFolder.make("test").path());
      Thread.sleep(60_000);
    }
  }
}
