package dev.slipway.applier.helm;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.Secrets;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.yaml.YamlDocuments;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A release's values, merged as Helm merges: {@code valuesFrom} in their order, then its own.
 *
 * @param secret whether any of them comes from a Secret
 * @param elsewhere stands for those that are not in the commit. Of a Secret it says which version
 *     of it was read, never what it holds: a digest of this is kept where others may read it, and
 *     what few can be is soon guessed from its digest. Empty string: all are in the commit
 */
record Values(Map<String, Object> merged, boolean secret, String elsewhere) {
  private static final Pattern QUOTED = Pattern.compile("(?s)'.*'|\".*\"");

  static Values of(
      HelmRelease release, List<DesiredObject> declared, Cluster cluster, Secrets secrets)
      throws InterruptedException {
    Map<String, Object> merged = new LinkedHashMap<>();
    boolean secret = false;
    StringBuilder elsewhere = new StringBuilder();
    for (Map<String, Object> from : release.valuesFrom()) {
      String kind = Fields.text(from, "kind").orElse("");
      String name = Fields.text(from, "name").orElse("");
      if (!kind.equals("ConfigMap") && !kind.equals("Secret")) {
        throw refused(release, "valuesFrom names a '" + kind + "', not a ConfigMap or Secret");
      }
      secret |= kind.equals("Secret");
      Optional<KubernetesObject> here = declared(kind, name, release, declared);
      Optional<KubernetesObject> object =
          here.isPresent()
              ? here
              : cluster.get(new ObjectName("v1", kind, release.namespace(), name));
      String key = Fields.text(from, "valuesKey").orElse("values.yaml");
      Optional<String> text = object.flatMap(found -> data(found, key));
      if (here.isEmpty()) {
        elsewhere.append(standIn(kind, name, key, object, text)).append('\n');
      }
      if (text.isEmpty()) {
        if (!Fields.isTrue(from, "optional")) {
          throw refused(
                  release,
                  "valuesFrom names '%s' of %s/%s, which is neither in the environment's files nor in the cluster"
                      .formatted(key, kind, name))
              .ofSomethingElsewhere();
        }
        continue;
      }
      Optional<String> path = Fields.text(from, "targetPath");
      Map<String, Object> values =
          path.isPresent() ? at(release, path.get(), text.get()) : yaml(release, name, text.get());
      if (kind.equals("Secret")) {
        secrets.add(values);
      }
      merge(merged, values);
    }
    merge(merged, release.values());
    return new Values(merged, secret, elsewhere.toString());
  }

  private static String standIn(
      String kind,
      String name,
      String key,
      Optional<KubernetesObject> object,
      Optional<String> text) {
    String content =
        kind.equals("Secret")
            ? object
                .map(live -> live.uid() + " " + live.text("metadata", "resourceVersion").orElse(""))
                .orElse("absent")
            : text.orElse("absent");
    return String.join(" ", kind, name, key, content);
  }

  private static Optional<KubernetesObject> declared(
      String kind, String name, HelmRelease release, List<DesiredObject> declared) {
    return declared.stream()
        .map(DesiredObject::object)
        .filter(object -> object.kind().equals(kind) && object.name().equals(name))
        .filter(
            object ->
                object.namespace() == null
                    || Objects.equals(object.namespace(), release.namespace()))
        .findFirst();
  }

  private static Optional<String> data(KubernetesObject object, String key) {
    if (object.kind().equals("ConfigMap")) {
      return Fields.text(object.map("data"), key);
    }
    return Fields.text(object.map("stringData"), key)
        .or(
            () ->
                Fields.text(object.map("data"), key)
                    .map(
                        base64 ->
                            new String(
                                Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8)));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> yaml(HelmRelease release, String name, String text) {
    List<Object> documents;
    try {
      documents =
          YamlDocuments.read("the values in " + name, text.getBytes(StandardCharsets.UTF_8));
    } catch (RefusedException e) {
      throw refused(release, "the values in " + name + " are no YAML");
    }
    if (documents.isEmpty()) {
      return Map.of();
    }
    if (!(documents.getFirst() instanceof Map<?, ?> map)) {
      throw refused(release, "the values in " + name + " are no map");
    }
    return (Map<String, Object>) map;
  }

  /** As {@code --set} does, for paths of names: {@code a.b\.c}. */
  private static Map<String, Object> at(HelmRelease release, String path, String text) {
    if (path.contains("[") || path.contains(",") || path.contains("{")) {
      throw refused(release, "targetPath '" + path + "' is more than names and dots");
    }
    String stripped = text.strip();
    boolean quoted = QUOTED.matcher(stripped).matches();
    Object value = quoted ? stripped.substring(1, stripped.length() - 1) : typed(text);
    List<String> names =
        List.of(path.split("(?<!\\\\)\\.", -1)).stream().map(n -> n.replace("\\.", ".")).toList();
    for (int i = names.size() - 1; i >= 0; i--) {
      Map<String, Object> parent = new LinkedHashMap<>();
      parent.put(names.get(i), value);
      value = parent;
    }
    @SuppressWarnings("unchecked")
    Map<String, Object> map = (Map<String, Object>) value;
    return map;
  }

  private static Object typed(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    return text.matches("0|-?[1-9][0-9]{0,17}") ? Long.valueOf(text) : text;
  }

  /** Maps are merged, everything else is replaced. */
  @SuppressWarnings({"unchecked", "NullAway"}) // JSON's null is a value: Helm takes it as "unset".
  static void merge(Map<String, Object> into, Map<String, Object> more) {
    more.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> map && into.get(key) instanceof Map<?, ?> before) {
            Map<String, Object> merged = new LinkedHashMap<>((Map<String, Object>) before);
            merge(merged, (Map<String, Object>) map);
            into.put(key, merged);
          } else {
            into.put(key, value);
          }
        });
  }

  private static RefusedException refused(HelmRelease release, String problem) {
    return new RefusedException(
        RolloutFailure.RENDER_FAILED,
        "%s: HelmRelease %s: %s; nothing was applied"
            .formatted(release.file(), release.name(), problem));
  }
}
