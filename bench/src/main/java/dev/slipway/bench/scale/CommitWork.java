package dev.slipway.bench.scale;

import dev.slipway.bench.running.EventSender;
import dev.slipway.bench.running.TemporaryFolder;
import dev.slipway.bench.writer.BrokerView;
import dev.slipway.bench.writer.CommitLog;
import dev.slipway.bench.writer.ImageEvents;
import dev.slipway.bench.writer.ManifestRepository;
import dev.slipway.events.Topic;
import dev.slipway.events.value.EventId;
import dev.slipway.sandbox.git.GitHttpServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The writer is told new versions that many repositories follow: an update in each of them. */
final class CommitWork implements Work {
  private static final int REPOSITORIES = 12;
  private static final int IMAGES = 40;
  private static final int PATIENCE_SECONDS = 180;

  private final TemporaryFolder folder = TemporaryFolder.make("commits");
  private final GitHttpServer git;
  private final List<CommitLog> logs = new ArrayList<>();
  private @Nullable ImageEvents events;

  CommitWork() {
    git = GitHttpServer.start(folder.path(), 0);
    for (int i = 0; i < REPOSITORIES; i++) {
      git.createRepository(name(i));
      git.commit(
          name(i), "main", "Begin", new ManifestRepository(4 * IMAGES, IMAGES, name(i)).content());
    }
  }

  private static String name(int number) {
    return "bench-" + number;
  }

  @Override
  public String service() {
    return "manifest-writer";
  }

  @Override
  public String unit() {
    return "updates in " + REPOSITORIES + " repositories";
  }

  @Override
  public int size() {
    return REPOSITORIES * IMAGES;
  }

  @Override
  public List<String> settings(Path own) {
    List<String> settings = new ArrayList<>();
    settings.add("--slipway.writer.cache-directory=" + own.resolve("cache-" + System.nanoTime()));
    for (int i = 0; i < REPOSITORIES; i++) {
      String repository = "--slipway.writer.repositories[" + i + "]";
      settings.add(repository + ".url=" + git.cloneUrl(name(i)));
      settings.add(repository + ".branch=main");
    }
    return settings;
  }

  @Override
  public void begin(String kafka, EventSender sender) throws InterruptedException {
    events = new ImageEvents(kafka);
    try (BrokerView view = new BrokerView(kafka)) {
      int environments = new ManifestRepository(IMAGES, IMAGES, "").environments();
      view.awaitRecords(Topic.REVISIONS.topicName(), (long) REPOSITORIES * environments);
    }
    for (int i = 0; i < REPOSITORIES; i++) {
      logs.add(new CommitLog(git.directory(name(i))));
    }
  }

  @Override
  public long pile(int number) throws InterruptedException {
    String version = "1." + number + ".0";
    List<Integer> images = IntStream.range(0, IMAGES).boxed().toList();
    Set<EventId> ids =
        images.stream().map(image -> ImageEvents.id(image, version)).collect(Collectors.toSet());
    Begun.of(events).publish(images, version);
    long last = 0;
    for (CommitLog log : logs) {
      last = Math.max(last, log.await(ids, PATIENCE_SECONDS));
    }
    return last;
  }

  @Override
  public void close() {
    logs.forEach(CommitLog::close);
    if (events != null) {
      events.close();
    }
    git.close();
    folder.close();
  }
}
