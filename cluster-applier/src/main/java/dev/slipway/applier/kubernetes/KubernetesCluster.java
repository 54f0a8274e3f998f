package dev.slipway.applier.kubernetes;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.FieldManager;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.Takeover;
import dev.slipway.applier.UnavailableException;
import dev.slipway.applier.WorkloadWatch;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.GroupKind;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.Repetition;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One API server. */
public final class KubernetesCluster implements Cluster, AutoCloseable {
  private static final String PAGE = "100";
  private static final String TRYING = "&dryRun=All";

  /** An apply refuses unknown fields in any case: to look twice takes the server's time. */
  private static final String STRICTLY = "&fieldValidation=Strict";

  private final KubernetesClient client;
  private final ApiRequests requests;
  private final Discovery discovery;
  private final KeptWatches watches = new KeptWatches();

  public KubernetesCluster(KubernetesClient client) {
    this.client = client;
    this.requests = new ApiRequests(client);
    this.discovery = new Discovery(requests);
  }

  @Override
  public Optional<Scope> scope(String apiVersion, String kind) throws InterruptedException {
    return discovery
        .find(apiVersion, kind)
        .map(resource -> resource.namespaced() ? Scope.NAMESPACED : Scope.CLUSTER);
  }

  @Override
  public Optional<KubernetesObject> get(ObjectName name) throws InterruptedException {
    ApiRequests.Answer answer = requests.get(resource(name).path(name));
    if (answer.status() == 404) {
      return Optional.empty();
    }
    return Optional.of(object(name.describe() + " cannot be read", answer));
  }

  @Override
  public KubernetesObject dryRun(KubernetesObject object, FieldManager manager)
      throws InterruptedException {
    return apply(object, manager, STRICTLY + TRYING);
  }

  /**
   * By a plain creation, whose validation and admission are the same. What only an apply knows is
   * that an element of a list may stand in it once: such an object is not tried so.
   */
  @Override
  public boolean wouldMake(KubernetesObject object) throws InterruptedException {
    if (Repetition.mayBeIn(object)) {
      return false;
    }
    ObjectName name = object.objectName();
    return requests
        .send(
            "POST",
            resource(name).path(name.namespace())
                + "?fieldManager="
                + FieldManager.APPLY.value()
                + STRICTLY
                + TRYING,
            ApiRequests.JSON,
            object.content())
        .isSuccess();
  }

  @Override
  public KubernetesObject apply(KubernetesObject object, FieldManager manager)
      throws InterruptedException {
    return apply(object, manager, "");
  }

  private KubernetesObject apply(KubernetesObject object, FieldManager manager, String options)
      throws InterruptedException {
    ObjectName name = object.objectName();
    String path =
        resource(name).path(name)
            + "?fieldManager="
            + manager.value()
            + "&force="
            + manager.isForced()
            + options;
    return object(
        name.describe() + " cannot be applied",
        requests.send("PATCH", path, ApiRequests.APPLY, object.content()));
  }

  @Override
  public Optional<KubernetesObject> create(KubernetesObject object) throws InterruptedException {
    ObjectName name = object.objectName();
    ApiRequests.Answer answer =
        requests.send(
            "POST",
            resource(name).path(name.namespace()) + "?fieldManager=" + FieldManager.APPLY.value(),
            ApiRequests.JSON,
            object.content());
    boolean exists =
        answer.status() == 409
            && Fields.text(answer.json(), "reason").filter("AlreadyExists"::equals).isPresent();
    return exists
        ? Optional.empty()
        : Optional.of(object(name.describe() + " cannot be made", answer));
  }

  @Override
  public KubernetesObject replace(KubernetesObject object) throws InterruptedException {
    ObjectName name = object.objectName();
    ApiRequests.Answer answer =
        requests.send(
            "PUT",
            resource(name).path(name) + "?fieldManager=" + FieldManager.APPLY.value(),
            ApiRequests.JSON,
            object.content());
    if (answer.status() == 404) {
      throw new UnavailableException(
          UnavailableException.Reason.LOST_RACE, name.describe() + " is gone");
    }
    return object(name.describe() + " cannot be written", answer);
  }

  @Override
  public KubernetesObject tryTakeover(Takeover takeover) throws InterruptedException {
    return takeOver(takeover, TRYING);
  }

  @Override
  public KubernetesObject takeOver(Takeover takeover) throws InterruptedException {
    return takeOver(takeover, "");
  }

  private KubernetesObject takeOver(Takeover takeover, String options) throws InterruptedException {
    ObjectName name = takeover.live().objectName();
    ApiRequests.Answer answer =
        requests.send(
            "PATCH",
            resource(name).path(name) + "?fieldManager=" + FieldManager.APPLY.value() + options,
            ApiRequests.MERGE,
            takeover.patch());
    if (answer.status() == 404) {
      throw new UnavailableException(
          UnavailableException.Reason.LOST_RACE, name.describe() + " is gone");
    }
    return object(name.describe() + " cannot be taken over", answer);
  }

  @Override
  public void delete(ObjectName name, String uid) throws InterruptedException {
    ApiRequests.Answer answer =
        requests.send(
            "DELETE",
            resource(name).path(name),
            ApiRequests.JSON,
            Map.of(
                "apiVersion",
                "v1",
                "kind",
                "DeleteOptions",
                "propagationPolicy",
                "Background",
                "preconditions",
                Map.of("uid", uid)));
    // 409: the name is another object's by now; ours is gone.
    if (!answer.isSuccess() && answer.status() != 404 && answer.status() != 409) {
      throw ApiErrors.translate(name.describe() + " cannot be deleted", answer);
    }
  }

  @Override
  public List<KubernetesObject> labelled(
      Collection<GroupKind> kinds,
      Set<String> namespaces,
      String label,
      String value,
      UnaryOperator<KubernetesObject> kept)
      throws InterruptedException {
    List<KubernetesObject> found = new ArrayList<>();
    String selector = "?labelSelector=" + ApiRequests.encoded(label + "=" + value);
    for (GroupKind kind : kinds) {
      Optional<Discovery.Resource> resource = discovery.find(kind);
      if (resource.isEmpty()) {
        continue;
      }
      if (resource.get().namespaced()) {
        for (String namespace : namespaces) {
          list(resource.get(), namespace, selector, object -> found.add(kept.apply(object)));
        }
      } else {
        list(resource.get(), null, selector, object -> found.add(kept.apply(object)));
      }
    }
    return found;
  }

  private void list(
      Discovery.Resource resource,
      @Nullable String namespace,
      String query,
      Consumer<KubernetesObject> found)
      throws InterruptedException {
    String page = "";
    do {
      ApiRequests.Answer answer =
          requests.get(resource.path(namespace) + query + "&limit=" + PAGE + page);
      if (!answer.isSuccess()) {
        throw ApiErrors.translate(
            resource.kind() + " objects" + in(namespace) + " cannot be listed", answer);
      }
      Map<String, Object> metadata =
          answer.items(
              item -> {
                Map<String, Object> content = new LinkedHashMap<>(item);
                // Items of a list leave these out.
                content.put("apiVersion", resource.apiVersion());
                content.put("kind", resource.kind());
                found.accept(new KubernetesObject(content));
              });
      page =
          Fields.text(metadata, "continue")
              .filter(token -> !token.isEmpty())
              .map(token -> "&continue=" + ApiRequests.encoded(token))
              .orElse("");
    } while (!page.isEmpty());
  }

  @Override
  public WorkloadWatch watch(
      Set<String> namespaces, Set<String> kinds, Set<GroupKind> others, String label, String value)
      throws InterruptedException {
    return watches.of(
        new KeptWatches.Subject(namespaces, kinds, others, label, value),
        () -> {
          List<Discovery.Resource> resources = new ArrayList<>();
          for (GroupKind other : others) {
            discovery.find(other).ifPresent(resources::add);
          }
          return InformerWatch.open(client, namespaces, kinds, resources, label, value);
        });
  }

  @Override
  public List<String> logTail(
      String namespace, String pod, String container, boolean previous, int lines)
      throws InterruptedException {
    ApiRequests.Answer answer =
        requests.get(
            "/api/v1/namespaces/%s/pods/%s/log?container=%s&previous=%s&tailLines=%d"
                .formatted(namespace, pod, ApiRequests.encoded(container), previous, lines));
    return answer.isSuccess() ? answer.text().lines().toList() : List.of();
  }

  @Override
  public List<String> warnings(String namespace, String kind, String name)
      throws InterruptedException {
    String fields =
        "involvedObject.kind=" + kind + ",involvedObject.name=" + name + ",type=Warning";
    ApiRequests.Answer answer =
        requests.get(
            "/api/v1/namespaces/%s/events?fieldSelector=%s"
                .formatted(namespace, ApiRequests.encoded(fields)));
    return Fields.list(answer.json(), "items").stream()
        .sorted(Comparator.comparing(event -> Fields.text(event, "lastTimestamp").orElse("")))
        .flatMap(event -> Fields.text(event, "message").stream())
        .toList();
  }

  /** Whether we may do that; true also where the server cannot say. */
  boolean mayI(String verb, GroupKind kind, String plural, @Nullable String namespace)
      throws InterruptedException {
    return mayI(verb, kind, plural, namespace, null);
  }

  /** As {@link #mayI(String, GroupKind, String, String)}, with one object only. */
  boolean mayI(
      String verb, GroupKind kind, String plural, @Nullable String namespace, @Nullable String name)
      throws InterruptedException {
    Map<String, Object> attributes = new LinkedHashMap<>();
    if (name != null) {
      attributes.put("name", name);
    }
    attributes.put("verb", verb);
    attributes.put("group", kind.group());
    int slash = plural.indexOf('/');
    attributes.put("resource", slash < 0 ? plural : plural.substring(0, slash));
    if (slash >= 0) {
      attributes.put("subresource", plural.substring(slash + 1));
    }
    if (namespace != null) {
      attributes.put("namespace", namespace);
    }
    ApiRequests.Answer answer =
        requests.send(
            "POST",
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            ApiRequests.JSON,
            Map.of(
                "apiVersion",
                "authorization.k8s.io/v1",
                "kind",
                "SelfSubjectAccessReview",
                "spec",
                Map.of("resourceAttributes", attributes)));
    return !answer.isSuccess()
        || !Fields.has(answer.json(), "status", "allowed")
        || Fields.isTrue(answer.json(), "status", "allowed");
  }

  private Discovery.Resource resource(ObjectName name) throws InterruptedException {
    return discovery
        .find(name.apiVersion(), name.kind())
        .orElseThrow(
            () ->
                new RefusedException(
                    RolloutFailure.UNKNOWN_KIND,
                    "%s: the cluster does not know the kind %s of %s"
                        .formatted(name.describe(), name.kind(), name.apiVersion())));
  }

  private static KubernetesObject object(String problem, ApiRequests.Answer answer) {
    if (!answer.isSuccess()) {
      throw ApiErrors.translate(problem, answer);
    }
    try {
      return new KubernetesObject(answer.json());
    } catch (IllegalArgumentException e) {
      throw new UnavailableException(
          UnavailableException.Reason.CLUSTER_UNAVAILABLE,
          problem + ": whoever answered does not speak the Kubernetes API",
          e);
    }
  }

  private static String in(@Nullable String namespace) {
    return namespace == null ? "" : " in " + namespace;
  }

  @Override
  public void close() {
    watches.close();
    client.close();
  }
}
