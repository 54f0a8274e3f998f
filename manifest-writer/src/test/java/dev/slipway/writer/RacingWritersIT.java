package dev.slipway.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import dev.slipway.sandbox.git.GitHttpServer;
import dev.slipway.writer.git.GitAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers that know nothing of each other on one branch, as after a partition or a mistake. */
class RacingWritersIT {
  private static final int WRITERS = 8;
  private static final int UPDATES = 2;

  @Test
  void everyUpdateOfEightWritersLandsOnce(@TempDir Path folder) throws Exception {
    try (GitHttpServer server = GitHttpServer.start(folder.resolve("git"), 0)) {
      server.createRepository("shop");
      server.commit("shop", "main", "Begin", files());
      List<WriterOnGit> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        var access =
            new GitAccess(null, () -> "", Duration.ofSeconds(30), "Slipway", "slipway@localhost");
        writers.add(new WriterOnGit(server, folder.resolve("cache-" + writer), access));
      }
      try {
        race(writers);
      } finally {
        writers.forEach(WriterOnGit::close);
      }

      List<String> settled =
          Git.lines(server.directory("shop"), "log", "--format=%B", "main").stream()
              .filter(line -> line.startsWith("Slipway-Event: "))
              .toList();
      // The writer's own image as often as it had versions; the shared one's last version once.
      assertThat(settled).doesNotHaveDuplicates().hasSizeGreaterThan(WRITERS);
      for (int writer = 0; writer < WRITERS; writer++) {
        assertThat(writers.getFirst().file("apps/dev/own-%d.yaml".formatted(writer)))
            .contains("own-%d:1.0.%d #".formatted(writer, UPDATES));
        assertThat(settled).contains("Slipway-Event: " + own(writer, UPDATES).id());
      }
      assertThat(writers.getFirst().file("apps/dev/shared.yaml"))
          .contains("shared:1.0.%d #".formatted(UPDATES));
    }
  }

  private static void race(List<WriterOnGit> writers) throws Exception {
    CountDownLatch ready = new CountDownLatch(writers.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> racing = new ArrayList<>();
      for (int number = 0; number < writers.size(); number++) {
        WriterOnGit writer = writers.get(number);
        int own = number;
        racing.add(
            threads.submit(
                () -> {
                  work(writer);
                  ready.countDown();
                  ready.await();
                  for (int version = 1; version <= UPDATES; version++) {
                    writer.redeliver(own(own, version));
                    writer.redeliver(published("shared", version));
                    work(writer);
                  }
                  return null;
                }));
      }
      for (Future<?> racer : racing) {
        racer.get();
      }
    }
  }

  /** As the service is called: again, after whatever passes. */
  private static void work(WriterOnGit writer) throws InterruptedException {
    while (true) {
      try {
        writer.work();
        return;
      } catch (GitException e) {
        assertThat(e.reason()).isEqualTo(GitException.Reason.PUSH_RACE);
      }
    }
  }

  private static EventEnvelope<ImagePublished> own(int writer, int version) {
    return published("own-" + writer, version);
  }

  private static EventEnvelope<ImagePublished> published(String image, int version) {
    Tag tag = Tag.parse("1.0." + version);
    var event =
        new ImagePublished(
            ImageRepository.parse("ghcr.io/acme/" + image),
            tag,
            WriterOnGit.digest(image + tag),
            null,
            Map.of(),
            null);
    return EventEnvelope.first(EventId.derive(image, tag), "/test", Instant.EPOCH, event);
  }

  private static Map<String, String> files() {
    List<String> names = new ArrayList<>(List.of("shared"));
    for (int writer = 0; writer < WRITERS; writer++) {
      names.add("own-" + writer);
    }
    StringBuilder yaml = new StringBuilder("version: 1\nimages:\n");
    Map<String, String> files = new HashMap<>();
    for (String name : names) {
      yaml.append(
          "  %s: {repository: ghcr.io/acme/%s, policy: {semver: '*'}}\n".formatted(name, name));
      files.put(
          "apps/dev/" + name + ".yaml",
          "image: ghcr.io/acme/%s:1.0.0 # {\"$imagepolicy\": \"slipway:%s\"}\n"
              .formatted(name, name));
    }
    yaml.append("environments:\n  dev: {cluster: main, path: apps/dev, follow: [")
        .append(String.join(", ", names))
        .append("]}\n");
    files.put("slipway.yaml", yaml.toString());
    return files;
  }
}
