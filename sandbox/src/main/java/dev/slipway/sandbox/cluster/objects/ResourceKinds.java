package dev.slipway.sandbox.cluster.objects;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Every kind served at this moment: the built-in ones and those that definitions have added. */
public final class ResourceKinds {
  private static final Comparator<ResourceKind> ORDER =
      Comparator.comparing(ResourceKind::group)
          .thenComparing(ResourceKind::version)
          .thenComparing(ResourceKind::plural);
  private final Map<String, ResourceKind> byResource = new ConcurrentHashMap<>();

  public ResourceKinds() {
    BuiltInKinds.ALL.forEach(this::add);
  }

  public void add(ResourceKind kind) {
    byResource.put(kind.apiVersion() + "/" + kind.plural(), kind);
  }

  public void remove(ResourceKind kind) {
    byResource.remove(kind.apiVersion() + "/" + kind.plural());
  }

  public Optional<ResourceKind> resource(String group, String version, String plural) {
    String apiVersion = group.isEmpty() ? version : group + "/" + version;
    return Optional.ofNullable(byResource.get(apiVersion + "/" + plural));
  }

  public Optional<ResourceKind> kind(String apiVersion, String kind) {
    return byResource.values().stream()
        .filter(k -> k.kind().equals(kind) && k.apiVersion().equals(apiVersion))
        .findFirst();
  }

  /** A built-in kind, which is always there. */
  public ResourceKind builtIn(String kind) {
    return BuiltInKinds.named(kind);
  }

  public List<ResourceKind> all() {
    return byResource.values().stream().sorted(ORDER).toList();
  }

  public Collection<ResourceKind> namespaced() {
    return all().stream().filter(ResourceKind::namespaced).toList();
  }
}
