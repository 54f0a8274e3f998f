package dev.slipway.sandbox.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCacheTest {
  @TempDir private Path target;
  private Path library;
  private StartCache cache;

  @BeforeEach
  void build() throws IOException {
    library = Files.createDirectory(target.resolve("lib")).resolve("some-library.jar");
    Files.writeString(library, "library");
    Path jar = Files.writeString(target.resolve("service.jar"), "service");
    Path java = Files.writeString(target.resolve("java"), "java");
    cache = new StartCache(jar, java);
  }

  @Test
  void isUsableOnceMade() throws IOException {
    assertThat(cache.isUsable()).isFalse();
    cache.startAnew();
    assertThat(cache.isUsable()).isFalse();
    Files.writeString(cache.file(), "made by the JVM");
    assertThat(cache.isUsable()).isTrue();
  }

  @Test
  void isNotUsableWhereALibraryWasCopiedAnew() throws IOException {
    made();
    Files.setLastModifiedTime(library, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    assertThat(cache.isUsable()).isFalse();
  }

  @Test
  void isNotUsableWithAnotherJava() throws IOException {
    made();
    Files.writeString(cache.java(), "another java");
    assertThat(cache.isUsable()).isFalse();
  }

  @Test
  void startingAnewRemovesIt() throws IOException {
    made();
    cache.startAnew();
    assertThat(cache.file()).doesNotExist();
  }

  @Test
  void isNotUsableWhileItIsWritten() throws IOException {
    cache.startAnew();
    Files.writeString(cache.draft(), "half");
    assertThat(cache.isUsable()).isFalse();

    cache.accept();

    assertThat(cache.isUsable()).isTrue();
    assertThat(cache.draft()).doesNotExist();
  }

  @Test
  void isNotUsableWhereNothingWasWritten() {
    cache.startAnew();
    cache.accept();

    assertThat(cache.isUsable()).isFalse();
  }

  private void made() throws IOException {
    cache.startAnew();
    Files.writeString(cache.file(), "made by the JVM");
  }
}
