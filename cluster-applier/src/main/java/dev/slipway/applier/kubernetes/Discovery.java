package dev.slipway.applier.kubernetes;

import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.GroupKind;
import dev.slipway.events.value.ObjectName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which kinds the server knows. Remembered; a kind that is missing is looked for again. */
final class Discovery {

  /** A kind of a version of the API. */
  record Resource(String apiVersion, String kind, String plural, boolean namespaced) {

    /** Where its objects are: of a namespace, or of all where that is absent. */
    String path(@Nullable String namespace) {
      return root(apiVersion)
          + (namespaced && namespace != null ? "/namespaces/" + ApiRequests.encoded(namespace) : "")
          + "/"
          + plural;
    }

    String path(ObjectName name) {
      return path(name.namespace()) + "/" + ApiRequests.encoded(name.name());
    }
  }

  private final ApiRequests requests;
  private final ConcurrentMap<String, Map<String, Resource>> byVersion = new ConcurrentHashMap<>();
  private final ConcurrentMap<GroupKind, Resource> preferred = new ConcurrentHashMap<>();

  Discovery(ApiRequests requests) {
    this.requests = requests;
  }

  Optional<Resource> find(String apiVersion, String kind) throws InterruptedException {
    Map<String, Resource> known = byVersion.get(apiVersion);
    if (known == null || !known.containsKey(kind)) {
      known = read(apiVersion);
      if (!known.isEmpty()) {
        byVersion.put(apiVersion, known);
      }
    }
    return Optional.ofNullable(known.get(kind));
  }

  /** The kind in the version that the server prefers. */
  Optional<Resource> find(GroupKind kind) throws InterruptedException {
    Resource known = preferred.get(kind);
    if (known != null) {
      return Optional.of(known);
    }
    for (String version : versions(kind.group())) {
      Optional<Resource> found = find(version, kind.kind());
      if (found.isPresent()) {
        preferred.put(kind, found.get());
        return found;
      }
    }
    return Optional.empty();
  }

  private Iterable<String> versions(String group) throws InterruptedException {
    if (group.isEmpty()) {
      return Stream.of("v1").toList();
    }
    Map<String, Object> answer = json("/apis/" + group);
    return Stream.concat(
            Fields.text(answer, "preferredVersion", "groupVersion").stream(),
            Fields.list(answer, "versions").stream()
                .flatMap(version -> Fields.text(version, "groupVersion").stream()))
        .distinct()
        .toList();
  }

  private Map<String, Resource> read(String apiVersion) throws InterruptedException {
    return Fields.list(json(root(apiVersion)), "resources").stream()
        .filter(resource -> !name(resource).contains("/"))
        .map(
            resource ->
                new Resource(
                    apiVersion,
                    Fields.text(resource, "kind").orElse(""),
                    name(resource),
                    Fields.isTrue(resource, "namespaced")))
        .collect(Collectors.toMap(Resource::kind, r -> r, (first, second) -> first));
  }

  private Map<String, Object> json(String path) throws InterruptedException {
    ApiRequests.Answer answer = requests.get(path);
    if (answer.status() == 404) {
      return Map.of();
    }
    if (!answer.isSuccess()) {
      throw ApiErrors.translate(
          "the kinds at " + requests.server() + path + " cannot be read", answer);
    }
    return answer.json();
  }

  private static String name(Map<String, Object> resource) {
    return Fields.text(resource, "name").orElse("/");
  }

  private static String root(String apiVersion) {
    return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
  }
}
