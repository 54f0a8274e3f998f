package dev.slipway.bench.scale;

import dev.slipway.bench.fleet.FleetRepository;
import dev.slipway.bench.fleet.LargeRegistry;
import dev.slipway.bench.running.EventSender;
import dev.slipway.events.ImageFound;
import dev.slipway.events.ImageLookupRequested;
import dev.slipway.events.Topic;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The watcher is asked for images of many repositories: a manifest and a configuration each. */
final class LookupWork implements Work {
  private static final int REPOSITORIES = 48;
  private static final int EACH = 25;

  private final LargeRegistry registry = LargeRegistry.start(REPOSITORIES, 1);
  private @Nullable EventSender sender;
  private @Nullable Arrivals answers;

  @Override
  public String service() {
    return "registry-watcher";
  }

  @Override
  public String unit() {
    return "lookups in " + REPOSITORIES + " repositories";
  }

  @Override
  public int size() {
    return REPOSITORIES * EACH;
  }

  @Override
  public List<String> settings(Path folder) {
    return List.of(
        "--slipway.watcher.registries[0].host=" + registry.host(),
        "--slipway.watcher.registries[0].address=http://" + registry.host());
  }

  @Override
  public void begin(String kafka, EventSender given) {
    sender = given;
    answers = new Arrivals(kafka, Topic.IMAGES);
  }

  @Override
  public long pile(int number) {
    List<EventSender.Told> pile = new ArrayList<>();
    for (int each = 0; each < EACH; each++) {
      for (int i = 0; i < REPOSITORIES; i++) {
        String tag = "1.%d.%d".formatted(number, each);
        registry.push(FleetRepository.image(i), tag);
        ImageRepository repository =
            ImageRepository.parse(registry.host() + "/" + FleetRepository.image(i));
        pile.add(
            new EventSender.Told(
                EventId.random(),
                new ImageLookupRequested(
                    repository, new ImageReference(repository, Tag.parse(tag), null))));
      }
    }
    String begin = "1." + number + ".";
    long _ = Begun.of(sender).send(pile);
    return Begun.of(answers)
        .await(
            size(),
            event ->
                event instanceof ImageFound found
                        && found.tag() != null
                        && found.tag().value().startsWith(begin)
                    ? Optional.of(found.repository() + ":" + found.tag())
                    : Optional.empty());
  }

  @Override
  public void close() {
    registry.close();
    if (answers != null) {
      answers.close();
    }
  }
}
