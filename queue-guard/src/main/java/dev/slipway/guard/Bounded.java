package dev.slipway.guard;

import java.util.ArrayList;
import java.util.List;

/** Lists that forget their oldest entries. */
final class Bounded {
  private Bounded() {}

  /** The list with the item at its end, once, and no longer than that. */
  static <T> List<T> append(List<T> list, T item, int most) {
    var result = new ArrayList<>(list);
    result.remove(item);
    result.add(item);
    return List.copyOf(result.subList(Math.max(0, result.size() - most), result.size()));
  }
}
