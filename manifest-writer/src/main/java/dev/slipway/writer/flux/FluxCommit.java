package dev.slipway.writer.flux;

import dev.slipway.events.value.ImageReference;
import dev.slipway.writer.flux.GoExpression.Struct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a message template of an ImageUpdateAutomation may name (Flux, "Image Update Automations",
 * {@code .spec.git.commit.messageTemplate}): {@code .AutomationObject}, {@code .Changed}, {@code
 * .Updated} and {@code .Values}.
 *
 * @param automation {@code namespace/name}
 * @param images what the values name now
 */
public record FluxCommit(
    String automation,
    Map<String, String> values,
    List<ChangedValue> changes,
    List<ImageReference> images) {
  private static final FluxCommit SAMPLE =
      new FluxCommit(
          "flux-system/apps",
          Map.of(),
          List.of(
              new ChangedValue(
                  "apps/web.yaml", "apps/v1", "Deployment", "", "web", "a:1", "a:2", "ns:web")),
          List.of(ImageReference.parse("ghcr.io/acme/web:2")));

  /**
   * One value.
   *
   * @param file in which it stands
   * @param kind of the object in which it stands; empty where that says none, as the others
   * @param setter the policy, as a marker names it
   */
  public record ChangedValue(
      String file,
      String apiVersion,
      String kind,
      String namespace,
      String name,
      String before,
      String after,
      String setter) {

    private Struct change() {
      return new Struct(
          "{%s %s %s}".formatted(before, after, setter),
          Map.of("OldValue", before, "NewValue", after, "Setter", setter));
    }

    private Struct object() {
      return new Struct(
          "{{%s %s} {%s %s}}".formatted(apiVersion, kind, name, namespace),
          Map.of("APIVersion", apiVersion, "Kind", kind, "Namespace", namespace, "Name", name));
    }
  }

  public FluxCommit {
    values = Map.copyOf(values);
    changes = List.copyOf(changes);
    images = List.copyOf(images);
  }

  /**
   * Checks that a template can be filled in.
   *
   * @throws IllegalArgumentException where it cannot; the message says why
   */
  static void check(String template, Map<String, String> values) {
    new FluxCommit(SAMPLE.automation, values, SAMPLE.changes, SAMPLE.images).message(template);
  }

  /**
   * The message.
   *
   * @throws IllegalArgumentException where the template cannot be filled in, or says nothing
   */
  public String message(String template) {
    String message = GoTemplate.parse(template).fill(data()).strip();
    if (message.isEmpty()) {
      throw new IllegalArgumentException("it comes to an empty message");
    }
    return message;
  }

  private Struct data() {
    int slash = automation.indexOf('/');
    Map<Object, List<Object>> objects = new LinkedHashMap<>();
    Map<String, Map<Object, List<Object>>> files = new TreeMap<>();
    for (ChangedValue value : changes) {
      objects.computeIfAbsent(value.object(), _ -> new ArrayList<>()).add(value.change());
      files
          .computeIfAbsent(value.file(), _ -> new LinkedHashMap<>())
          .computeIfAbsent(value.object(), _ -> new ArrayList<>())
          .add(value.change());
    }
    List<Struct> updated = images.stream().map(FluxCommit::image).toList();
    return new Struct(
        "",
        Map.of(
            "AutomationObject",
            new Struct(
                automation,
                Map.of(
                    "Namespace", automation.substring(0, Math.max(0, slash)),
                    "Name", automation.substring(slash + 1))),
            "Changed",
            new Struct(
                "",
                Map.of(
                    "Changes", changes.stream().map(ChangedValue::change).toList(),
                    "Objects", objects,
                    "FileChanges", files)),
            "Updated",
            new Struct("", Map.of("Files", files, "Objects", objects, "Images", updated)),
            "Values",
            new TreeMap<>(values)));
  }

  private static Struct image(ImageReference image) {
    String tag = image.tag() == null ? "" : image.tag().toString();
    String digest = image.digest() == null ? "" : image.digest().toString();
    String repository = image.repository().toString();
    return new Struct(
        image.toString(),
        Map.of(
            "Repository",
            repository.substring(repository.indexOf('/') + 1),
            "Registry",
            repository.substring(0, Math.max(0, repository.indexOf('/'))),
            "Name",
            repository + (tag.isEmpty() ? "" : ":" + tag),
            "Identifier",
            digest.isEmpty() ? tag : digest,
            "Tag",
            tag,
            "Digest",
            digest));
  }
}
