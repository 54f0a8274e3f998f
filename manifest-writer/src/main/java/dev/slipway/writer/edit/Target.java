package dev.slipway.writer.edit;

import dev.slipway.events.value.ImageRepository;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which values of a file are meant. */
public sealed interface Target {

  /**
   * Every value with a marker of this policy.
   *
   * @param part only markers that ask for this part; absent: all of them
   */
  record Marked(PolicyName policy, @Nullable Part part) implements Target {
    public static Marked of(PolicyName policy) {
      return new Marked(policy, null);
    }

    @Override
    public String toString() {
      return part == null || part == Part.REFERENCE ? policy.toString() : policy + ":" + part;
    }
  }

  /**
   * Every value of a file that names this repository with a version, though nothing marks it: an
   * image string under any key, Kustomize's {@code images}, {@code repository} beside {@code tag}.
   *
   * <p>A marker of the policy anywhere in the file wins: then there is none.
   *
   * @param policy how markers call the image
   * @param taken what a configured target says: none of this target's values
   */
  record Naming(PolicyName policy, ImageRepository repository, Set<YamlPath> taken)
      implements Target {
    public Naming {
      taken = Set.copyOf(taken);
    }

    @Override
    public String toString() {
      return repository.toString();
    }
  }

  /** The one value at this path, in this file. */
  record AtPath(FileName file, YamlPath path, Part part) implements Target {
    @Override
    public String toString() {
      return path.toString();
    }
  }
}
