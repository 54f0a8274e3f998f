package dev.slipway.sandbox.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients that people use, where they are on the path; skipped by name where they are not. */
class RegistryClientsIT {
  @TempDir Path data;
  private SandboxRegistry registry;

  @BeforeEach
  void start() {
    registry = SandboxRegistry.start(data.resolve("registry"), 0);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void cranePushesPullsAndValidates() throws Exception {
    assumeOnPath("crane");
    String digest = ImagePusher.to(registry.host()).push("demo/web", "1.0.0");
    Path layer = data.resolve("layer.tar.gz");
    Files.write(layer, ImageFiles.of(SampleImage.unique(Instant.EPOCH)).layer());

    assertThat(run("crane", "digest", image("demo/web:1.0.0"))).isEqualTo(digest);
    run("crane", "validate", "--remote", image("demo/web:1.0.0"));
    run(
        "crane",
        "append",
        "-b",
        image("demo/web:1.0.0"),
        "-f",
        layer.toString(),
        "-t",
        image("demo/web:2"));
    run("crane", "copy", image("demo/web:2"), image("other/app:2"));
    run("crane", "validate", "--remote", image("other/app:2"));
    assertThat(run("crane", "ls", image("demo/web")).lines()).containsExactly("1.0.0", "2");
  }

  @Test
  void skopeoCopiesListsAndDeletes() throws Exception {
    assumeOnPath("skopeo");
    String digest = ImagePusher.to(registry.host()).push("demo/web", "1.0.0");

    run(
        "skopeo",
        "copy",
        "--src-tls-verify=false",
        "--dest-tls-verify=false",
        "docker://" + image("demo/web:1.0.0"),
        "docker://" + image("other/app:1"));

    assertThat(run("skopeo", "inspect", "--tls-verify=false", "docker://" + image("other/app:1")))
        .contains(digest);
    run("skopeo", "delete", "--tls-verify=false", "docker://" + image("other/app:1"));
    assertThat(run("skopeo", "list-tags", "--tls-verify=false", "docker://" + image("other/app")))
        .doesNotContain("\"1\"");
  }

  private String image(String name) {
    return registry.host() + "/" + name;
  }

  private static void assumeOnPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    assumeTrue(
        Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))),
        program + " is not on the path");
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
