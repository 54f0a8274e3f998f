package dev.slipway.applier.object;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How two versions of one object differ, field by field, with their values: for people, and so
 * never before what is secret was masked. What the API server keeps by itself does not count, nor
 * does the label by which an ApplySet knows its members.
 */
public final class Changes {

  /**
   * A field that differs.
   *
   * @param path as people write it: {@code spec.template.spec.containers[web].image}
   * @param before absent: the field is new
   * @param after absent: the field goes
   */
  public record Change(String path, @Nullable Object before, @Nullable Object after) {}

  private static final String IDENTITY = "name";
  private final List<Change> found = new ArrayList<>();

  private Changes() {}

  /** Every field that differs. */
  public static List<Change> between(KubernetesObject before, KubernetesObject after) {
    Changes changes = new Changes();
    for (String field : names(before.content(), after.content())) {
      if (!field.equals("status") && !field.equals("apiVersion")) {
        changes.compare(field, before.content().get(field), after.content().get(field));
      }
    }
    return List.copyOf(changes.found);
  }

  private void compare(String path, @Nullable Object before, @Nullable Object after) {
    if (Objects.equals(before, after) || Differences.sameNumber(before, after)) {
      return;
    }
    if (isTree(before) && isTree(after)) {
      compareMaps(path, map(before), map(after));
    } else if (isNamed(before) && isNamed(after)) {
      compareNamed(path, byName(before), byName(after));
    } else if (before instanceof List<?> left
        && after instanceof List<?> right
        && left.size() == right.size()) {
      for (int i = 0; i < left.size(); i++) {
        compare(path + "[" + i + "]", left.get(i), right.get(i));
      }
    } else {
      found.add(new Change(path, before, after));
    }
  }

  private void compareMaps(String path, Map<?, ?> before, Map<?, ?> after) {
    boolean metadata = path.equals("metadata");
    boolean labels = path.equals("metadata.labels");
    for (String field : names(before, after)) {
      boolean kept =
          (metadata && Differences.KEPT_BY_THE_SERVER.contains(field))
              || (labels && field.equals(ApplySet.PART_OF));
      if (!kept) {
        compare(path + step(field), before.get(field), after.get(field));
      }
    }
  }

  private void compareNamed(String path, Map<String, Object> before, Map<String, Object> after) {
    int until = found.size();
    for (String name : names(before, after)) {
      compare(path + "[" + name + "]", before.get(name), after.get(name));
    }
    if (until == found.size()) { // Only their order differs.
      found.add(new Change(path, List.copyOf(before.keySet()), List.copyOf(after.keySet())));
    }
  }

  /** A key with dots in it would read as several. */
  private static String step(String field) {
    return field.contains(".") ? "[" + field + "]" : "." + field;
  }

  private static Set<String> names(Map<?, ?> before, Map<?, ?> after) {
    Set<String> names = new TreeSet<>();
    before.keySet().forEach(name -> names.add(String.valueOf(name)));
    after.keySet().forEach(name -> names.add(String.valueOf(name)));
    return names;
  }

  /** What comes or goes as a whole is shown leaf by leaf. */
  private static boolean isTree(@Nullable Object value) {
    return value == null || (value instanceof Map<?, ?> map && !map.isEmpty());
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static boolean isNamed(@Nullable Object value) {
    return value == null
        || (value instanceof List<?> list && !list.isEmpty() && byName(list).size() == list.size());
  }

  private static Map<String, Object> byName(@Nullable Object value) {
    Map<String, Object> named = new LinkedHashMap<>();
    if (value instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Map<?, ?> map && map.get(IDENTITY) instanceof String name) {
          named.put(name, element);
        }
      }
    }
    return named;
  }
}
