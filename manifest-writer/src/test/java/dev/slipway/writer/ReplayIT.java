package dev.slipway.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.slipway.events.EventJson;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Histories of tags in the order in which robots wrote them, back and forth, with stale and partial
 * lists, late and repeated events between: nothing goes back, and every forward version lands.
 *
 * <p>Recorded histories are read where {@code -Dslipway.replay=FOLDER} names a folder with {@code
 * NAME/edits.jsonl} in it.
 */
class ReplayIT {
  /** What was pushed when: image by its place in the file. */
  private record Step(String image, String tag) {}

  private static final Pattern TIME = Pattern.compile("^(\\d{8})-(\\d{6})|(\\d{10})(?=$|-[a-z]+$)");

  @TempDir private Path folder;

  @Test
  void neverGoesBackInAGeneratedHistory() throws InterruptedException {
    Random random = new Random(20261121);
    List<Step> steps = new ArrayList<>();
    long time = 1_700_000_000;
    for (int i = 0; i < 90; i++) {
      // One time in four an older build is told after a newer one.
      time += random.nextInt(4) == 0 ? -random.nextInt(5_000) : random.nextInt(5_000) + 1;
      steps.add(new Step("image" + random.nextInt(3), "main-%07x-%d".formatted(i, time)));
    }
    replay(steps, 1);
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "slipway.replay", matches = ".+")
  Stream<DynamicTest> neverGoesBackInARecordedHistory() throws IOException {
    Path histories = Path.of(System.getProperty("slipway.replay"));
    try (Stream<Path> folders = Files.list(histories)) {
      return folders.filter(Files::isDirectory).sorted().toList().stream()
          .map(history -> dynamicTest(history.getFileName().toString(), () -> recorded(history)));
    }
  }

  private void recorded(Path history) throws IOException, InterruptedException {
    List<Step> steps = new ArrayList<>();
    Set<String> unordered = new LinkedHashSet<>();
    Map<String, String> names = new HashMap<>();
    for (String line : Files.readAllLines(history.resolve("edits.jsonl"))) {
      JsonNode updates = EventJson.mapper().readTree(line).get("updates");
      updates
          .properties()
          .forEach(
              update -> {
                String after = update.getValue().get(1).asString();
                String tag = after.substring(after.lastIndexOf(':') + 1);
                String name = names.computeIfAbsent(update.getKey(), _ -> "image" + names.size());
                if (TIME.matcher(tag).find()) {
                  steps.add(new Step(name, tag));
                } else {
                  unordered.add(tag);
                }
              });
    }
    Outcome outcome = replay(steps, steps.size());
    System.out.printf(
        "%s: %d images, %d tags in recorded order, %d of them older than one before, %d injected"
            + " events, %d commits, %d versions landed, none back; %d tags without a time left"
            + " out%n",
        history.getFileName(),
        names.size(),
        steps.size(),
        outcome.backwards(),
        outcome.injected(),
        outcome.commits(),
        outcome.landed(),
        unordered.size());
  }

  private record Outcome(int backwards, int injected, int commits, int landed) {}

  private Outcome replay(List<Step> steps, long seed) throws InterruptedException {
    Random random = new Random(seed);
    List<String> images = steps.stream().map(Step::image).distinct().toList();
    try (WriterOnGit writer =
        new WriterOnGit(
            folder.resolve("replay" + seed),
            Map.of("slipway.yaml", configuration(images), "apps/all.yaml", manifest(images)))) {
      writer.work();
      Map<String, List<Tag>> pushed = new LinkedHashMap<>();
      Map<String, List<Long>> written = new LinkedHashMap<>();
      Map<String, Long> newest = new HashMap<>();
      int backwards = 0;
      int injected = 0;
      int forward = 0;
      for (Step step : steps) {
        List<Tag> known = pushed.computeIfAbsent(step.image(), _ -> new ArrayList<>());
        known.add(Tag.parse(step.tag()));
        writer.deliver(published(step.image(), step.tag()));
        injected += inject(writer, random, step.image(), known);
        writer.work();
        injected += inject(writer, random, step.image(), known);
        writer.work();
        long time = time(step.tag());
        boolean isForward = time > newest.getOrDefault(step.image(), 0L);
        backwards += time < newest.getOrDefault(step.image(), 0L) ? 1 : 0;
        forward += isForward ? 1 : 0;
        newest.merge(step.image(), time, Math::max);
        long now = written(writer, step.image());
        List<Long> history = written.computeIfAbsent(step.image(), _ -> new ArrayList<>());
        if (history.isEmpty() || history.getLast() != now) {
          history.add(now);
        }
        assertThat(now).as("after %s", step).isEqualTo(newest.get(step.image()));
      }
      int landed = 0;
      for (List<Long> history : written.values()) {
        assertThat(history).isSorted().doesNotHaveDuplicates();
        landed += history.size();
      }
      assertThat(landed).isEqualTo(forward);
      return new Outcome(backwards, injected, writer.commits() - 1, landed);
    }
  }

  /** What caches and crashes do: old lists, parts of lists, old events again. */
  private static int inject(WriterOnGit writer, Random random, String image, List<Tag> known) {
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      switch (random.nextInt(4)) {
        case 0 ->
            // Stale: the list as it was some pushes ago.
            scan(writer, image, known.subList(0, random.nextInt(known.size()) + 1));
        case 1 ->
            // Partial: holes anywhere, the newest perhaps among them.
            scan(writer, image, known.stream().filter(_ -> random.nextBoolean()).toList());
        case 2 -> writer.deliver(published(image, any(known, random)));
        default -> writer.deliverLate(published(image, any(known, random)));
      }
    }
    return count;
  }

  private static void scan(WriterOnGit writer, String image, List<Tag> tags) {
    writer.deliver(new RepositoryScanned(repository(image), tags, true));
  }

  private static String any(List<Tag> known, Random random) {
    return known.get(random.nextInt(known.size())).toString();
  }

  private static long written(WriterOnGit writer, String image) {
    return writer
        .file("apps/all.yaml")
        .lines()
        .filter(line -> line.contains("/" + image + ":"))
        .map(line -> line.replaceAll("^.*/" + image + ":([^ ]+) .*$", "$1"))
        .mapToLong(ReplayIT::time)
        .findFirst()
        .orElseThrow();
  }

  /** The number that the policy compares. */
  private static long time(String tag) {
    Matcher time = TIME.matcher(tag);
    if (!time.find()) {
      return 0;
    }
    return Long.parseLong(time.group(3) == null ? time.group(1) + time.group(2) : time.group(3));
  }

  private static String configuration(List<String> images) {
    StringBuilder text = new StringBuilder("version: 1\nimages:\n");
    for (String image : images) {
      text.append("  ")
          .append(image)
          .append(": {repository: ghcr.io/acme/")
          .append(image)
          .append(", policy: {numerical: asc, filter: {pattern: '")
          .append("^(?:.*[^0-9])?(?P<a>[0-9]{8})-?(?P<b>[0-9]{6}|[0-9]{2})(?:-.*)?$")
          .append("', extract: '$a$b'}}}\n");
    }
    return text.append("environments:\n  all: {cluster: main, path: apps, follow: [")
        .append(String.join(", ", images))
        .append("]}\n")
        .toString();
  }

  private static String manifest(List<String> images) {
    StringBuilder text = new StringBuilder();
    for (String image : images) {
      text.append(image)
          .append(": ghcr.io/acme/")
          .append(image)
          .append(":none # {\"$imagepolicy\": \"slipway:")
          .append(image)
          .append("\"}\n");
    }
    return text.toString();
  }

  private static ImagePublished published(String image, String tag) {
    return new ImagePublished(
        repository(image), Tag.parse(tag), WriterOnGit.digest(tag), null, Map.of(), null);
  }

  private static ImageRepository repository(String image) {
    return ImageRepository.parse("ghcr.io/acme/" + image);
  }
}
