package dev.slipway.applier.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.yaml.YamlDocuments;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The reference programs, and what they say of the same files. */
public final class Oracle {
  static final String WHY_KUSTOMIZE = "needs kustomize on the PATH";
  static final String WHY_SOPS = "needs sops, age-keygen and kustomize on the PATH";
  public static final String WHY_ALL = "needs kustomize, helm, sops and age-keygen on the PATH";
  static final String WHY_HELM = "needs helm on the PATH";

  private Oracle() {}

  /** Whether all of them are here. */
  public static boolean hasAll() {
    return hasSops() && hasHelm();
  }

  static boolean hasKustomize() {
    return isHere("kustomize");
  }

  public static boolean hasSops() {
    return isHere("sops") && isHere("age-keygen") && hasKustomize();
  }

  public static boolean hasHelm() {
    return isHere("helm");
  }

  private static boolean isHere(String program) {
    return find(program).isPresent();
  }

  static Optional<Path> find(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(path)
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static void writeAll(Map<String, String> files, Path directory) {
    files.forEach(
        (path, content) -> {
          try {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** What a program prints; the test fails where the program does. */
  public static byte[] output(Path directory, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    Path errors = Files.createTempFile(directory, "oracle", ".err");
    Process process = builder.redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    Files.delete(errors);
    return output;
  }

  static List<Object> objects(byte[] yaml) {
    return YamlDocuments.read("oracle", yaml);
  }

  static void assertSame(List<DesiredObject> rendered, byte[] oracle) {
    List<Object> expected = objects(oracle);
    assertThat(expected).isNotEmpty();
    assertThat(rendered.stream().<Object>map(one -> one.object().content()).toList())
        .as(() -> new String(oracle, StandardCharsets.UTF_8))
        .containsExactlyInAnyOrderElementsOf(expected);
  }
}
