package dev.slipway.applier;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an environment's files declare.
 *
 * @param objects with the file that declares each; namespaces as the files say them
 * @param elsewhere a digest of the charts and values that are not in the commit: another one, and
 *     the same commit may mean something else. Absent: everything is in the commit
 */
public record Declared(List<DesiredObject> objects, @Nullable String elsewhere) {
  public Declared {
    objects = List.copyOf(objects);
  }
}
