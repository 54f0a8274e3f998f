package dev.slipway.writer;

import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.RunningImage;
import dev.slipway.events.value.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which versions succeeded where, the newest first. Bounded: the last few of each image.
 *
 * @param byEnvironment environment, repository, versions
 */
public record Proofs(Map<String, Map<String, List<Proof>>> byEnvironment) {
  private static final int KEPT_PER_IMAGE = 5;

  public static final Proofs NONE = new Proofs(Map.of());

  public Proofs with(RolloutSucceeded success) {
    Map<String, List<Proof>> images =
        new LinkedHashMap<>(byEnvironment.getOrDefault(success.environment().toString(), Map.of()));
    for (RunningImage running : success.images()) {
      ImageReference reference = running.reference();
      Digest digest = running.digest() == null ? reference.digest() : running.digest();
      if (digest != null) {
        images.merge(
            reference.repository().toString(),
            List.of(new Proof(reference.repository(), reference.tag(), digest)),
            (old, added) -> newestFirst(added.getFirst(), old));
      }
    }
    if (images.isEmpty()) {
      return this;
    }
    Map<String, Map<String, List<Proof>>> all = new LinkedHashMap<>(byEnvironment);
    all.put(success.environment().toString(), images);
    return new Proofs(all);
  }

  private static List<Proof> newestFirst(Proof newest, List<Proof> older) {
    List<Proof> all = new ArrayList<>();
    all.add(newest);
    older.stream().filter(proof -> !proof.equals(newest)).forEach(all::add);
    return all.subList(0, Math.min(KEPT_PER_IMAGE, all.size()));
  }

  /** The version that succeeded last there. */
  public Optional<Proof> newest(EnvironmentName environment, ImageRepository repository) {
    return all(environment, repository).stream().findFirst();
  }

  /** The version before the current one that succeeded last there. */
  public Optional<Proof> newestOtherThan(
      @Nullable Tag current, EnvironmentName environment, ImageRepository repository) {
    return all(environment, repository).stream()
        .filter(proof -> proof.tag() != null && !proof.tag().equals(current))
        .findFirst();
  }

  /** Whether this very version succeeded there: by digest where it is known, else by tag. */
  public boolean has(
      EnvironmentName environment, ImageReference reference, @Nullable Digest digest) {
    Digest known = digest == null ? reference.digest() : digest;
    return all(environment, reference.repository()).stream()
        .anyMatch(
            proof ->
                known == null
                    ? proof.tag() != null && proof.tag().equals(reference.tag())
                    : proof.digest().equals(known));
  }

  public boolean has(EnvironmentName environment, DesiredImage image) {
    return has(environment, image.reference(), image.digest());
  }

  /** The digest under which this tag succeeded there. */
  public Optional<Digest> digestOf(EnvironmentName environment, ImageReference reference) {
    return all(environment, reference.repository()).stream()
        .filter(proof -> proof.tag() != null && proof.tag().equals(reference.tag()))
        .map(Proof::digest)
        .findFirst();
  }

  private List<Proof> all(EnvironmentName environment, ImageRepository repository) {
    return byEnvironment
        .getOrDefault(environment.toString(), Map.of())
        .getOrDefault(repository.toString(), List.of());
  }
}
