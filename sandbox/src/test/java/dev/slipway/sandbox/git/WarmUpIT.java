package dev.slipway.sandbox.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpIT {
  @TempDir Path data;

  @Test
  void leavesNothingBehind() throws IOException {
    Files.createDirectories(data.resolve("warm-up/served/warm-up.git"));
    Files.writeString(data.resolve("git"), "stays");

    new WarmUp(data.resolve("warm-up")).run();

    assertThat(data).isDirectoryContaining("glob:**/git");
    assertThat(data.resolve("warm-up")).doesNotExist();
  }

  @Test
  void pushesToAServerOfItsOwn() throws Exception {
    new WarmUp(data).push();

    try (Git served = Git.open(data.resolve("served/warm-up.git").toFile())) {
      assertThat(served.log().call()).hasSize(3);
    }
  }

  @Test
  void itsFailureIsNobodysConcern() throws IOException {
    Path file = Files.writeString(data.resolve("no folder"), "");

    assertThatCode(() -> new WarmUp(file.resolve("warm-up")).run()).doesNotThrowAnyException();
  }
}
