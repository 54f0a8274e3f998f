package dev.slipway.applier.diff;

import dev.slipway.applier.Secrets;
import dev.slipway.applier.object.Changes;
import dev.slipway.applier.object.Changes.Change;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.EventJson;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.FieldChange;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ObjectChange.Action;
import dev.slipway.events.value.ObjectDiff;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts differences into words: nothing secret in them, and no more than an event can carry. What is
 * left out is counted.
 */
public final class DiffWriter {
  public static final int MOST_OBJECTS = 200;
  public static final int MOST_FIELDS = 50;
  public static final int MOST_CHARACTERS_OF_A_VALUE = 500;
  private static final int MOST_CHARACTERS = 400_000;
  private static final int MOST_OBSTACLES = 20;
  private static final int MOST_CHARACTERS_OF_AN_OBSTACLE = 1_000;

  /** Of a value that is longer nobody is shown anything behind it. */
  private static final int LOOKED_AT = 65_536;

  private final Secrets secrets;
  private final List<ObjectDiff> listed = new ArrayList<>();
  private int more;
  private int characters;

  public DiffWriter(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * Notes an object that would come, or change; one that stays as it is is left out.
   *
   * @param before empty: it is new
   */
  public void add(Optional<KubernetesObject> before, KubernetesObject after) {
    if (before.isEmpty()) {
      add(new ObjectDiff(after.objectName(), Action.CREATED, List.of(), 0));
      return;
    }
    List<Change> changes = Changes.between(before.get(), after);
    if (!changes.isEmpty()) {
      boolean secret = Secrets.isSecret(after);
      List<FieldChange> fields =
          changes.stream().limit(MOST_FIELDS).map(change -> told(change, secret)).toList();
      add(
          new ObjectDiff(
              after.objectName(), Action.CHANGED, fields, changes.size() - fields.size()));
    }
  }

  public void addDeleted(KubernetesObject object) {
    add(new ObjectDiff(object.objectName(), Action.DELETED, List.of(), 0));
  }

  private void add(ObjectDiff diff) {
    int size = characters(diff);
    if (listed.size() >= MOST_OBJECTS || characters + size > MOST_CHARACTERS) {
      more++;
    } else {
      characters += size;
      listed.add(diff);
    }
  }

  private static int characters(ObjectDiff diff) {
    return 200
        + diff.fields().stream()
            .mapToInt(
                field -> 50 + field.path().length() + length(field.from()) + length(field.to()))
            .sum();
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  private FieldChange told(Change change, boolean secret) {
    return new FieldChange(
        secrets.masked(change.path()), told(change.before(), secret), told(change.after(), secret));
  }

  private @Nullable String told(@Nullable Object value, boolean secret) {
    if (value == null) {
      return null;
    }
    if (secret) {
      return Secrets.MASK;
    }
    Object masked = masked(value);
    String text =
        masked instanceof Map<?, ?> || masked instanceof Collection<?>
            ? EventJson.mapper().writeValueAsString(masked)
            : String.valueOf(masked);
    return cut(text, MOST_CHARACTERS_OF_A_VALUE);
  }

  private Object masked(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> masked = new LinkedHashMap<>();
        map.forEach((k, v) -> masked.put(String.valueOf(k), v == null ? "null" : masked(v)));
        yield masked;
      }
      case Collection<?> list -> list.stream().map(v -> v == null ? "null" : masked(v)).toList();
      case Boolean truth -> truth;
      default -> {
        String text = String.valueOf(value);
        String shown =
            secrets.masked(text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text);
        yield value instanceof Number && shown.equals(text) ? value : shown;
      }
    };
  }

  private static String cut(String text, int most) {
    return text.length() <= most
        ? text
        : text.substring(0, most) + "… (" + (text.length() - most) + " characters more)";
  }

  public Diff diff(EnvironmentName environment, GitRevision commit, List<String> obstacles) {
    List<String> told =
        new ArrayList<>(
            obstacles.stream()
                .limit(MOST_OBSTACLES)
                .map(text -> cut(secrets.masked(text), MOST_CHARACTERS_OF_AN_OBSTACLE))
                .toList());
    if (obstacles.size() > MOST_OBSTACLES) {
      told.add("and " + (obstacles.size() - MOST_OBSTACLES) + " more");
    }
    return new Diff(environment, commit, listed, more, told);
  }
}
