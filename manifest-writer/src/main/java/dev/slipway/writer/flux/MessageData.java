package dev.slipway.writer.flux;

import dev.slipway.events.value.ImageReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a commit message's template can name: {@code .AutomationObject}, {@code .Updated} and {@code
 * .Changed} as in Flux's ImageUpdateAutomation, v1beta1 to v1.
 */
public final class MessageData {

  /**
   * One value that a commit changes.
   *
   * @param setter the marker's {@code namespace:policy}, with its part
   */
  public record Change(
      String file, Object object, String before, String after, String setter, ImageReference to) {}

  /** A structure that is shown as one name. */
  static final class Named extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1;
    private final String shown;

    Named(String shown, Map<String, Object> fields) {
      super(fields);
      this.shown = shown;
    }

    @Override
    public String toString() {
      return shown;
    }
  }

  /** What a person named: a name that is missing is empty, as in Go. */
  static final class Values extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1;

    Values(Map<String, String> values) {
      super(values);
    }
  }

  static final Map<String, Object> EXAMPLE =
      of(
          "flux-system/apps",
          List.of(
              new Change(
                  "apps/web.yaml",
                  object("apps/v1", "Deployment", "default", "web"),
                  "1.0.0",
                  "1.1.0",
                  "flux-system:web:tag",
                  ImageReference.parse("ghcr.io/acme/web:1.1.0"))),
          Map.of());

  private MessageData() {}

  /** Names an object of a file. */
  public static Object object(String apiVersion, String kind, String namespace, String name) {
    return new Named(
        "{" + String.join(" ", name, namespace, apiVersion, kind) + "}",
        Map.of("APIVersion", apiVersion, "Kind", kind, "Namespace", namespace, "Name", name));
  }

  /**
   * The data.
   *
   * @param automation {@code namespace/name}
   * @param values {@code messageTemplateValues}
   */
  public static Map<String, Object> of(
      String automation, List<Change> changes, Map<String, String> values) {
    Map<String, Object> files = new LinkedHashMap<>();
    Map<Object, Object> objects = new LinkedHashMap<>();
    List<Object> all = new ArrayList<>();
    Set<Object> images = new LinkedHashSet<>();
    for (Change change : changes) {
      Object one =
          new Named(
              change.before() + " -> " + change.after(),
              Map.of(
                  "OldValue", change.before(),
                  "NewValue", change.after(),
                  "Setter", change.setter()));
      all.add(one);
      list(map(files, change.file()), change.object()).add(one);
      list(objects, change.object()).add(one);
      images.add(image(change));
    }
    int slash = automation.indexOf('/');
    Map<String, Object> data = new LinkedHashMap<>();
    data.put(
        "AutomationObject",
        new Named(
            automation,
            Map.of(
                "Namespace",
                automation.substring(0, Math.max(slash, 0)),
                "Name",
                automation.substring(slash + 1))));
    data.put(
        "Updated", Map.of("Images", new ArrayList<>(images), "Files", files, "Objects", objects));
    data.put("Changed", Map.of("FileChanges", files, "Objects", objects, "Changes", all));
    data.put("Values", new Values(values));
    return data;
  }

  private static Object image(Change change) {
    ImageReference to = change.to();
    String tag = to.tag() == null ? "" : String.valueOf(to.tag());
    return new Named(
        to.repository() + ":" + tag,
        Map.of(
            "Name", to.repository() + ":" + tag,
            "Repository", to.repository().toString(),
            "Registry", to.repository().host(),
            "Identifier", tag,
            "Policy", change.setter()));
  }

  @SuppressWarnings("unchecked")
  private static Map<Object, Object> map(Map<String, Object> from, String key) {
    return (Map<Object, Object>) from.computeIfAbsent(key, _ -> new LinkedHashMap<>());
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Map<Object, Object> from, Object key) {
    return (List<Object>) from.computeIfAbsent(key, _ -> new ArrayList<>());
  }
}
