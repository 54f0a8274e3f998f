package dev.slipway.bench.faults;

import dev.slipway.sandbox.registry.ImageBehaviour;
import dev.slipway.sandbox.registry.ImagePusher;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Pushes images in turn, each newer than all before it; every fourth moves a tag. */
final class Pushes {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final ImagePusher registry;
  private final Instant begin;
  private final List<Push> done = new ArrayList<>();

  Pushes(ImagePusher registry, Instant begin) {
    this.registry = registry;
    this.begin = begin;
  }

  /** What the repository names when it begins. */
  void first() {
    for (String application : FaultsRepository.APPLICATIONS) {
      String _ = registry.push(FaultsRepository.pathOf(application), FaultsRepository.FIRST_TAG);
    }
    String _ =
        registry.push(
            FaultsRepository.pathOf(FaultsRepository.MOVING), FaultsRepository.MOVING_TAG);
  }

  Push next() {
    int number = done.size();
    List<String> applications = FaultsRepository.APPLICATIONS;
    int turn = number % (applications.size() + 1);
    boolean moves = turn == applications.size();
    String application = moves ? FaultsRepository.MOVING : applications.get(turn);
    String tag =
        moves
            ? FaultsRepository.MOVING_TAG
            : "%s-%07x".formatted(STAMP.format(begin.plusSeconds(number)), number);
    String digest =
        registry.push(
            FaultsRepository.pathOf(application),
            tag,
            Map.of("bench", Integer.toString(number)),
            ImageBehaviour.HEALTHY);
    Push push = new Push(application, tag, digest, Instant.now());
    done.add(push);
    return push;
  }

  List<Push> done() {
    return List.copyOf(done);
  }
}
