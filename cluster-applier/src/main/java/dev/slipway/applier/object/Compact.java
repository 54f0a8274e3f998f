package dev.slipway.applier.object;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON's maps and lists, kept small and never changed: an applier holds thousands of objects, each
 * of many maps of few fields, under the same few names. Equal to any map or list of the same
 * content; fields in their order.
 */
final class Compact {
  /** Of more fields a hash finds one sooner. */
  private static final int FEW = 16;

  /** Longer texts are hardly ever the same. */
  private static final int SHORT = 64;

  private Compact() {}

  /** The same content, what is compact already as it is. */
  @SuppressWarnings("unchecked") // JSON's maps have text as keys.
  static Map<String, Object> map(Map<String, Object> map) {
    return isCompact(map) ? map : map.size() <= FEW ? new Fewer(map) : new More(map);
  }

  static boolean isCompact(Map<String, Object> map) {
    return map instanceof Fewer || map instanceof More;
  }

  @SuppressWarnings("unchecked")
  private static Object value(Object value) {
    return switch (value) {
      case Map<?, ?> map -> map((Map<String, Object>) map);
      case Elements elements -> elements;
      case List<?> list -> new Elements(list);
      case String text -> text.length() <= SHORT ? text.intern() : text;
      case null, default -> value;
    };
  }

  /** Name, value, name, value… */
  private static final class Fewer extends AbstractMap<String, Object> {
    private final Object[] content;

    private Fewer(Map<String, Object> map) {
      content = new Object[map.size() * 2];
      int i = 0;
      for (Map.Entry<String, Object> field : map.entrySet()) {
        content[i++] = field.getKey().intern();
        content[i++] = value(field.getValue());
      }
    }

    private int indexOf(@Nullable Object name) {
      for (int i = 0; i < content.length; i += 2) {
        if (content[i].equals(name)) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
      int i = indexOf(name);
      return i < 0 ? null : content[i + 1];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
      return indexOf(name) >= 0;
    }

    @Override
    public int size() {
      return content.length / 2;
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public int size() {
          return content.length / 2;
        }

        @Override
        public Iterator<Map.Entry<String, Object>> iterator() {
          return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
              return next < content.length;
            }

            @Override
            public Map.Entry<String, Object> next() {
              if (!hasNext()) {
                throw new NoSuchElementException();
              }
              next += 2;
              return new SimpleImmutableEntry<>((String) content[next - 2], content[next - 1]);
            }
          };
        }
      };
    }
  }

  private static final class More extends AbstractMap<String, Object> {
    private final Map<String, Object> content;

    private More(Map<String, Object> map) {
      content = LinkedHashMap.newLinkedHashMap(map.size());
      map.forEach((name, value) -> content.put(name, value(value)));
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
      return content.get(name);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
      return content.containsKey(name);
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
      return Collections.unmodifiableMap(content).entrySet();
    }
  }

  private static final class Elements extends AbstractList<Object> implements RandomAccess {
    private final Object[] content;

    private Elements(List<?> list) {
      content = new Object[list.size()];
      int i = 0;
      for (Object element : list) {
        content[i++] = value(element);
      }
    }

    @Override
    public Object get(int index) {
      return content[index];
    }

    @Override
    public int size() {
      return content.length;
    }
  }
}
