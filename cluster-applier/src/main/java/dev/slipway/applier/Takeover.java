package dev.slipway.applier;

import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.OwnedFields;
import dev.slipway.events.value.ForeignFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The fields of one object that the environment's files name and other managers own, and who would
 * own what once Slipway has taken them. No value changes by it: only {@code
 * metadata.managedFields}, and kubectl's copy of what it applied last, which would be wrong from
 * then on.
 *
 * @param live as it was read
 * @param foreign by manager, what would be taken
 * @param owners the new {@code metadata.managedFields}
 */
public record Takeover(
    KubernetesObject live, List<ForeignFields> foreign, List<Map<String, Object>> owners) {
  public static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final String LAST_APPLIED_BY = "kubectl-client-side-apply";
  private static final String MANAGED_FIELDS = "managedFields";

  /** One list entry. */
  private record Share(Map<String, Object> entry) {
    String manager() {
      return Fields.text(entry, "manager").orElse("");
    }

    OwnedFields fields() {
      return new OwnedFields(Fields.map(entry, "fieldsV1"));
    }

    boolean isOurs() {
      return manager().equals(FieldManager.APPLY.value()) && isApplied();
    }

    boolean isApplied() {
      return Fields.text(entry, "operation").filter("Apply"::equals).isPresent();
    }

    /**
     * Whether its fields may be taken: not those of a status or a scale, which controllers keep,
     * and not our own restart's.
     */
    boolean isForeign() {
      return !isOurs()
          && Fields.text(entry, "subresource").filter(part -> !part.isEmpty()).isEmpty()
          && !manager().equals(FieldManager.RESTART.value());
    }

    Share with(OwnedFields fields) {
      Map<String, Object> changed = new LinkedHashMap<>(entry);
      changed.put("fieldsV1", fields.tree());
      return new Share(changed);
    }
  }

  /**
   * What there is to take.
   *
   * @param tried the live object as a forced apply would leave it: it says which fields the files
   *     name, with the server's own idea of what a field is
   */
  public static Takeover of(KubernetesObject live, KubernetesObject tried) {
    OwnedFields ours =
        shares(tried).stream()
            .filter(Share::isOurs)
            .map(Share::fields)
            .findFirst()
            .orElseGet(() -> new OwnedFields(Map.of()));
    Map<String, Set<String>> foreign = new TreeMap<>();
    List<Share> left = new ArrayList<>();
    OwnedFields taken = new OwnedFields(Map.of());
    Optional<Share> before = Optional.empty();
    for (Share share : shares(live)) {
      if (share.isOurs()) {
        before = Optional.of(share);
        continue;
      }
      OwnedFields common = share.fields().and(ours);
      if (!share.isForeign() || common.isEmpty()) {
        left.add(share);
        continue;
      }
      foreign.computeIfAbsent(share.manager(), _ -> new TreeSet<>()).addAll(common.paths());
      taken = taken.or(common);
      OwnedFields rest = share.fields().without(common);
      if (!rest.isEmpty()) {
        left.add(share.with(rest));
      }
    }
    if (live.annotation(LAST_APPLIED).isPresent()) {
      foreign
          .computeIfAbsent(LAST_APPLIED_BY, _ -> new TreeSet<>())
          .add("metadata.annotations[" + LAST_APPLIED + "]");
    }
    if (!taken.isEmpty() || before.isPresent()) {
      left.add(before.orElseGet(() -> first(live)).with(union(before, taken)));
    }
    return new Takeover(
        live,
        foreign.entrySet().stream()
            .map(
                by -> new ForeignFields(live.objectName(), by.getKey(), List.copyOf(by.getValue())))
            .toList(),
        left.stream().map(Share::entry).toList());
  }

  private static OwnedFields union(Optional<Share> before, OwnedFields taken) {
    return before.map(share -> share.fields().or(taken)).orElse(taken);
  }

  private static Share first(KubernetesObject live) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("manager", FieldManager.APPLY.value());
    entry.put("operation", "Apply");
    entry.put("apiVersion", live.apiVersion());
    entry.put("fieldsType", "FieldsV1");
    return new Share(entry);
  }

  private static List<Share> shares(KubernetesObject object) {
    return object.list("metadata", MANAGED_FIELDS).stream().map(Share::new).toList();
  }

  public Takeover {
    foreign = List.copyOf(foreign);
    owners = List.copyOf(owners);
  }

  public boolean isNothing() {
    return foreign.isEmpty();
  }

  /**
   * What is written: a merge patch that holds only for the version that was read, and changes no
   * value.
   */
  public Map<String, Object> patch() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("resourceVersion", live.text("metadata", "resourceVersion").orElse(""));
    metadata.put(MANAGED_FIELDS, owners);
    if (live.annotation(LAST_APPLIED).isPresent()) {
      metadata.put("annotations", withNothing(LAST_APPLIED));
    }
    return Map.of("metadata", metadata);
  }

  /** JSON's null takes a field out. */
  @SuppressWarnings("NullAway")
  private static Map<String, Object> withNothing(String field) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(field, null);
    return map;
  }
}
