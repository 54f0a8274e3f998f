package dev.slipway.sandbox.cluster.admission;

import dev.slipway.sandbox.cluster.fields.FieldOwner;
import dev.slipway.sandbox.cluster.fields.FieldOwner.Operation;
import dev.slipway.sandbox.cluster.fields.FieldOwners;
import dev.slipway.sandbox.cluster.fields.ServerSideApply;
import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import dev.slipway.sandbox.cluster.objects.ResourceKinds;
import dev.slipway.sandbox.cluster.schema.Schema;
import dev.slipway.sandbox.cluster.schema.Schemas;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Creates and changes objects, by whole, by patch and by server-side apply. */
public final class ObjectWriter {
  private final ObjectStore store;
  private final Admission admission;
  private final Metadata metadata;
  private final PodAdmission pods;
  private final Clock clock;

  public ObjectWriter(ObjectStore store, ResourceKinds kinds, Schemas schemas, Clock clock) {
    this.store = store;
    this.admission = new Admission(schemas, new Allocations(store, kinds.builtIn("Service")));
    this.metadata = new Metadata(store, kinds.builtIn("Namespace"), clock);
    this.pods = new PodAdmission(store, kinds);
    this.clock = clock;
  }

  /** What an apply did. */
  public record Written(KubeObject object, boolean created) {}

  public Schema schemaOf(ResourceKind kind) {
    return admission.schemaOf(kind);
  }

  public KubeObject create(
      ResourceKind kind, String namespace, ObjectNode body, WriteOptions options) {
    ObjectNode object = body.deepCopy();
    admission.checkFields(kind, object, options);
    return store.together(
        () -> {
          metadata.forNew(kind, namespace, object);
          if (kind.has(ResourceKind.Feature.STATUS)) {
            object.remove("status");
          }
          metadata.refuseExisting(kind, object);
          if (kind.is("", "Pod")) {
            pods.admit(namespace, object);
          }
          admission.complete(kind, object, Optional.empty());
          FieldOwner owner = owner(kind, Operation.Update, options);
          FieldOwners.nobody()
              .afterUpdate(Json.object(), object, admission.schemaOf(kind), owner, now())
              .writeTo(object);
          InitialStatus.set(kind, object);
          return options.dryRun() ? new KubeObject(kind, object) : store.put(kind, object);
        });
  }

  public KubeObject replace(
      ResourceKind kind, String namespace, String name, ObjectNode body, WriteOptions options) {
    return change(kind, namespace, name, live -> body.deepCopy(), options);
  }

  /**
   * Changes an object by what the function makes of a copy of it.
   *
   * @throws ApiError NotFound; Conflict when the result names another resource version
   */
  public KubeObject change(
      ResourceKind kind,
      String namespace,
      String name,
      UnaryOperator<ObjectNode> change,
      WriteOptions options) {
    return store.together(
        () -> {
          KubeObject live = existing(kind, namespace, name);
          ObjectNode next = change.apply(live.copy());
          admission.checkFields(kind, next, options);
          metadata.refuseOtherIdentity(live, next);
          FieldOwners before = FieldOwners.of(live.tree());
          FieldOwners claimed =
              Json.has(next, "metadata", "managedFields") ? FieldOwners.of(next) : before;
          carryOver(live, next, options);
          admission.complete(kind, next, Optional.of(live.tree()));
          FieldOwner owner = owner(kind, Operation.Update, options);
          claimed
              .afterUpdate(live.tree(), next, admission.schemaOf(kind), owner, now())
              .writeTo(next);
          return finish(live, next, options);
        });
  }

  /** Server-side apply: creates the object where it is absent. */
  public Written apply(
      ResourceKind kind, String namespace, String name, ObjectNode wanted, WriteOptions options) {
    admission.checkApplied(kind, wanted);
    return store.together(
        () -> {
          Optional<KubeObject> live = store.get(kind, namespace, name).map(o -> o.in(kind));
          return live.isPresent()
              ? new Written(applyTo(live.get(), wanted, options), false)
              : new Written(applyNew(kind, namespace, wanted, options), true);
        });
  }

  private KubeObject applyTo(KubeObject live, ObjectNode wanted, WriteOptions options) {
    ResourceKind kind = live.kind();
    metadata.refuseOtherIdentity(live, wanted);
    FieldOwner owner = owner(kind, Operation.Apply, options);
    ServerSideApply.Applied applied =
        new ServerSideApply(live.tree(), ownersBefore(live), admission.schemaOf(kind))
            .apply(wantedPart(kind, wanted, options), owner, options.force(), now());
    ObjectNode next = applied.object();
    carryOver(live, next, options);
    admission.complete(kind, next, Optional.of(live.tree()));
    applied.owners().writeTo(next);
    return finish(live, next, options);
  }

  /** Fields that nobody is known to own belong to everything that was before the first apply. */
  private FieldOwners ownersBefore(KubeObject live) {
    if (live.at("metadata", "managedFields").isArray()) {
      return FieldOwners.of(live.tree());
    }
    ResourceKind kind = live.kind();
    FieldOwner before = owner(kind, Operation.Update, WriteOptions.by("before-first-apply", ""));
    return FieldOwners.nobody()
        .afterUpdate(Json.object(), live.tree(), admission.schemaOf(kind), before, now());
  }

  private KubeObject applyNew(
      ResourceKind kind, String namespace, ObjectNode wanted, WriteOptions options) {
    if (Json.has(wanted, "metadata", "uid")) {
      String name = Json.text(wanted, "metadata", "name");
      throw ApiError.conflict(kind, name, "the object to apply to does not exist");
    }
    if (!options.subresource().isEmpty()) {
      throw ApiError.notFound(kind, Json.text(wanted, "metadata", "name"));
    }
    Schema schema = admission.schemaOf(kind);
    FieldOwner owner = owner(kind, Operation.Apply, options);
    ServerSideApply.Applied applied =
        ServerSideApply.toNothing(schema)
            .apply(wantedPart(kind, wanted, options), owner, options.force(), now());
    ObjectNode object = applied.object();
    Json.ensure(object, "metadata").remove("resourceVersion");
    metadata.forNew(kind, namespace, object);
    admission.complete(kind, object, Optional.empty());
    applied.owners().writeTo(object);
    InitialStatus.set(kind, object);
    return options.dryRun() ? new KubeObject(kind, object) : store.put(kind, object);
  }

  /** What an applier can own here: never the status with the rest, nor the other way round. */
  private static ObjectNode wantedPart(ResourceKind kind, ObjectNode wanted, WriteOptions options) {
    ObjectNode part = wanted.deepCopy();
    if (options.isStatus()) {
      part.remove("spec");
    } else if (kind.has(ResourceKind.Feature.STATUS)) {
      part.remove("status");
    }
    return part;
  }

  private KubeObject existing(ResourceKind kind, String namespace, String name) {
    return store
        .get(kind, namespace, name)
        .map(o -> o.in(kind))
        .orElseThrow(() -> ApiError.notFound(kind, name));
  }

  /** What this write can't change stays as it is. */
  private void carryOver(KubeObject live, ObjectNode next, WriteOptions options) {
    metadata.carryOver(live, next);
    if (options.isStatus()) {
      live.tree()
          .properties()
          .forEach(
              e -> {
                if (!e.getKey().equals("status") && !e.getKey().equals("metadata")) {
                  next.set(e.getKey(), e.getValue().deepCopy());
                }
              });
    } else if (live.kind().has(ResourceKind.Feature.STATUS)) {
      next.remove("status");
      if (live.tree().has("status")) {
        next.set("status", live.tree().get("status").deepCopy());
      }
    }
  }

  private KubeObject finish(KubeObject live, ObjectNode next, WriteOptions options) {
    ResourceKind kind = live.kind();
    Metadata.countGeneration(live, next);
    if (next.equals(live.tree())) {
      return live;
    }
    KubeObject changed = new KubeObject(kind, next);
    if (options.dryRun()) {
      return changed;
    }
    if (changed.isBeingDeleted() && changed.finalizers().isEmpty() && !lingers(changed)) {
      store.remove(changed.key());
      return changed;
    }
    return store.put(kind, next);
  }

  /** Whether something else than a finalizer keeps an object that is being deleted. */
  private static boolean lingers(KubeObject object) {
    return ObjectRemover.waitsForContent(object)
        || object.number(0, "metadata", "deletionGracePeriodSeconds") > 0;
  }

  private static FieldOwner owner(ResourceKind kind, Operation operation, WriteOptions options) {
    return new FieldOwner(options.manager(), operation, kind.apiVersion(), options.subresource());
  }

  private String now() {
    return Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
