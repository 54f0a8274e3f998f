package dev.slipway.watcher;

import dev.slipway.events.value.ImageRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which repositories cannot be asked, and why. Says so once when it begins, and once when it ends.
 * Safe for any thread.
 */
public final class Troubles {
  private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

  /**
   * What is wrong with one repository.
   *
   * @param message what was tried and what to do
   */
  public record Trouble(RegistryFailure reason, String message, Instant since, Instant lastSeen) {}

  private final InstantSource clock;
  private final Duration forgottenAfter;
  private final Map<ImageRepository, Trouble> troubles = new ConcurrentHashMap<>();

  /**
   * No troubles.
   *
   * @param forgottenAfter how long one is shown that nobody has confirmed: the repository may have
   *     moved to another instance
   */
  public Troubles(InstantSource clock, Duration forgottenAfter) {
    this.clock = clock;
    this.forgottenAfter = forgottenAfter;
  }

  /** Everything that is wrong now. */
  public Map<ImageRepository, Trouble> current() {
    Instant oldest = clock.instant().minus(forgottenAfter);
    troubles.values().removeIf(trouble -> trouble.lastSeen().isBefore(oldest));
    return new TreeMap<>(troubles);
  }

  void failed(ImageRepository repository, RegistryException failure) {
    Instant now = clock.instant();
    Trouble before = troubles.get(repository);
    boolean known = before != null && before.reason() == failure.reason();
    Instant since = before != null && known ? before.since() : now;
    troubles.put(repository, new Trouble(failure.reason(), describe(failure), since, now));
    if (!known) {
      LOG.atWarn()
          .addKeyValue("image", repository)
          .addKeyValue("reason", failure.reason())
          .addKeyValue("problem", describe(failure))
          .log("repository cannot be watched, trying again");
    }
  }

  void succeeded(ImageRepository repository) {
    Trouble before = troubles.remove(repository);
    if (before != null) {
      LOG.atInfo()
          .addKeyValue("image", repository)
          .addKeyValue("reason", before.reason())
          .addKeyValue("since", before.since())
          .log("repository is watched again");
    }
  }

  private static String describe(RegistryException failure) {
    return String.valueOf(failure.getMessage());
  }
}
