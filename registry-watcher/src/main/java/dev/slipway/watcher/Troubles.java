package dev.slipway.watcher;

import dev.slipway.events.value.ImageRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which repositories cannot be asked, and why. Says so once when it begins, and once when it ends:
 * for the registry where that is away, however many of its repositories are watched, and for the
 * repository where something is wrong with that alone. Safe for any thread.
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
  private final Map<String, Outage> outages = new HashMap<>();

  /** A registry that is away, and the repositories that could not be asked since. */
  private record Outage(String kind, Instant since, Set<ImageRepository> repositories) {}

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
  public synchronized Map<ImageRepository, Trouble> current() {
    Instant oldest = clock.instant().minus(forgottenAfter);
    troubles.values().removeIf(trouble -> trouble.lastSeen().isBefore(oldest));
    return new TreeMap<>(troubles);
  }

  synchronized void failed(ImageRepository repository, RegistryException failure) {
    Instant now = clock.instant();
    Trouble before = troubles.get(repository);
    boolean known = before != null && before.reason() == failure.reason();
    Instant since = before != null && known ? before.since() : now;
    troubles.put(repository, new Trouble(failure.reason(), describe(failure), since, now));
    if (failure instanceof TransientRegistryException) {
      away(repository, failure, now);
      return;
    }
    answers(repository, now);
    if (!known) {
      LOG.atWarn()
          .addKeyValue("image", repository)
          .addKeyValue("reason", failure.reason())
          .addKeyValue("problem", describe(failure))
          .log("repository cannot be watched, trying again");
    }
  }

  synchronized void succeeded(ImageRepository repository) {
    boolean wasAway = answers(repository, clock.instant());
    Trouble before = troubles.remove(repository);
    if (before != null && !wasAway) {
      LOG.atInfo()
          .addKeyValue("image", repository)
          .addKeyValue("reason", before.reason())
          .addKeyValue("since", before.since())
          .log("repository is watched again");
    }
  }

  private void away(ImageRepository repository, RegistryException failure, Instant now) {
    Outage outage = outages.get(repository.host());
    if (outage == null) {
      outage = new Outage("REGISTRY_" + failure.reason(), now, new HashSet<>());
      outages.put(repository.host(), outage);
      LOG.atWarn()
          .addKeyValue("kind", outage.kind())
          .addKeyValue("registry", repository.host())
          .addKeyValue("problem", describe(failure))
          .log("outage begins, trying again");
    }
    outage.repositories().add(repository);
  }

  /** Whether the repository could not be asked until now. */
  private boolean answers(ImageRepository repository, Instant now) {
    Outage outage = outages.get(repository.host());
    if (outage == null || !outage.repositories().remove(repository)) {
      return false;
    }
    // One that moved to another instance meanwhile answers there.
    Instant oldest = now.minus(forgottenAfter);
    outage
        .repositories()
        .removeIf(
            other -> {
              Trouble trouble = troubles.get(other);
              return trouble == null || trouble.lastSeen().isBefore(oldest);
            });
    if (outage.repositories().isEmpty()) {
      outages.remove(repository.host());
      LOG.atInfo()
          .addKeyValue("kind", outage.kind())
          .addKeyValue("registry", repository.host())
          .addKeyValue("lasted", Duration.between(outage.since(), now))
          .log("outage ended");
    }
    return true;
  }

  private static String describe(RegistryException failure) {
    return String.valueOf(failure.getMessage());
  }
}
