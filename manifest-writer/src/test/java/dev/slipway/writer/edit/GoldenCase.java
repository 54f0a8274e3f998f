package dev.slipway.writer.edit;

import dev.slipway.events.value.ImageReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder of {@code src/test/resources/edit}: files before and after these updates. */
record GoldenCase(String name, List<Update> updates, List<GoldenFile> files) {
  private static final Path ROOT = Path.of("src/test/resources/edit");

  record GoldenFile(FileName name, String original, String expected) {}

  static Stream<GoldenCase> all() {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders.filter(Files::isDirectory).sorted().map(GoldenCase::read).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static GoldenCase named(String name) {
    return read(ROOT.resolve(name));
  }

  private static GoldenCase read(Path folder) {
    Path original = folder.resolve("original");
    try (Stream<Path> files = Files.walk(original);
        Stream<String> updates = Files.lines(folder.resolve("updates"))) {
      return new GoldenCase(
          String.valueOf(folder.getFileName()),
          updates.map(GoldenCase::update).toList(),
          files
              .filter(Files::isRegularFile)
              .sorted()
              .map(file -> file(original, original.relativize(file), folder.resolve("expected")))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GoldenFile file(Path original, Path name, Path expected) {
    try {
      return new GoldenFile(
          FileName.parse(name.toString()),
          Files.readString(original.resolve(name)),
          Files.readString(expected.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code POLICY=IMAGE}, or {@code FILE PATH PART=IMAGE}. */
  private static Update update(String line) {
    int equals = line.lastIndexOf('=');
    ImageReference image = ImageReference.parse(line.substring(equals + 1));
    String[] target = line.substring(0, equals).split(" ", -1);
    return target.length == 1
        ? Update.ofPolicy(PolicyName.parse(target[0]), image)
        : Update.atPath(
            FileName.parse(target[0]),
            YamlPath.parse(target[1]),
            Part.tryParse(target[2]).orElseThrow(),
            image);
  }

  @Override
  public String toString() {
    return name;
  }
}
