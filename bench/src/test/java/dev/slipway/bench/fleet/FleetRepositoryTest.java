package dev.slipway.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetRepositoryTest {
  @TempDir Path folder;

  @Test
  void hasAsManyFilesAsItWasToldTo() throws IOException {
    new FleetRepository(45, 60, "127.0.0.1:5000").write(folder);

    List<String> files = files();
    assertThat(files).hasSize(60);
    assertThat(files.stream().filter(file -> file.contains("/app-"))).hasSize(45);
    assertThat(files.stream().filter(file -> file.endsWith("namespace.yaml"))).hasSize(3);
  }

  @Test
  void everyApplicationIsFollowedInTheEnvironmentOfItsFolder() throws IOException {
    new FleetRepository(21, 0, "127.0.0.1:5000").write(folder);

    assertThat(Files.readString(folder.resolve("slipway.yaml")))
        .contains("r0020: {repository: 127.0.0.1:5000/r0020")
        .contains("team-01: {cluster: default, path: apps/team-01")
        .contains("follow: [r0020]");
    assertThat(Files.readString(folder.resolve("apps/team-01/app-0020.yaml")))
        .contains("image: 127.0.0.1:5000/r0020:")
        .contains("{\"$imagepolicy\": \"flux-system:r0020\"}");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(file -> !file.startsWith(".git/"))
          .toList();
    }
  }
}
