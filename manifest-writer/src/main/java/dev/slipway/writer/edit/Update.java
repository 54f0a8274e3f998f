package dev.slipway.writer.edit;

import dev.slipway.events.value.ImageReference;
import java.util.Set;

/** One thing to change: which values, and what they hold from now on. */
public record Update(Target target, NewValue value) {

  /** Every marked value of this policy moves to this image. */
  public static Update ofPolicy(PolicyName policy, ImageReference image) {
    return new Update(Target.Marked.of(policy), new NewValue.OfImage(image));
  }

  /** Every unmarked value that names this image's repository with a version moves to it. */
  public static Update ofRepository(PolicyName policy, ImageReference image) {
    return new Update(
        new Target.Naming(policy, image.repository(), Set.of()), new NewValue.OfImage(image));
  }

  /** The value at this path moves to this image. */
  public static Update atPath(FileName file, YamlPath path, Part part, ImageReference image) {
    return new Update(new Target.AtPath(file, path, part), new NewValue.OfImage(image));
  }
}
