package dev.slipway.writer.edit;

import dev.slipway.writer.edit.MarkerSite.Unusable;
import dev.slipway.writer.edit.MarkerSite.Usable;
import dev.slipway.writer.edit.Plan.Planned;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The edit of one document: plans what each update means in it, then carries all of it out. */
final class DocumentEdit {
  private final YamlText yaml;
  private final Plan plan;

  DocumentEdit(YamlText yaml) {
    this.yaml = yaml;
    this.plan = new Plan(yaml);
  }

  /** Plans what these updates want of marked values; any policy that nobody declares is refused. */
  void markers(List<Update> updates, Predicate<PolicyName> isDeclared) {
    List<MarkerSite> sites = MarkerFinder.find(yaml);
    Set<Update> placed = new HashSet<>();
    for (MarkerSite site : sites) {
      if (site instanceof Usable(Marker marker, YamlNode.Scalar scalar, YamlNode.Leaf leaf)) {
        List<Update> wanted = wanting(marker, updates);
        wanted.forEach(
            update -> plan.set(marker.target(), marker.part(), scalar, leaf, update.value()));
        placed.addAll(wanted);
        if (wanted.isEmpty() && !isDeclared.test(marker.policy())) {
          plan.refuse(Obstacles.unknown(marker, yaml.lineOf(scalar.start())));
        }
      }
    }
    List<PolicyName> missed =
        updates.stream()
            .filter(update -> !placed.contains(update))
            .map(DocumentEdit::policy)
            .toList();
    refuseNearMisses(sites, missed);
  }

  /** Plans what these updates want of values that only name the image. */
  void named(List<Update> updates) {
    for (Update update : updates) {
      if (update.target() instanceof Target.Naming target) {
        UnmarkedValues values = new UnmarkedValues(yaml, List.of(target));
        Optional<Refusal> doubt = values.doubt(target);
        if (doubt.isPresent()) {
          plan.refuse(doubt.get());
        } else {
          values.forEach(
              (_, site) ->
                  plan.set(target, site.part(), site.scalar(), site.leaf(), update.value()));
        }
      }
    }
  }

  /** Plans what this update wants of the value at its path. */
  void atPath(Update update) {
    if (update.target() instanceof Target.AtPath(_, YamlPath path, Part part)) {
      switch (PathFinder.find(yaml, path)) {
        case PathFinder.Found.Value(YamlNode.Scalar scalar, YamlNode.Leaf leaf) ->
            plan.set(update.target(), part, scalar, leaf, update.value());
        case PathFinder.Found.Nothing(Refusal refusal) -> plan.refuse(refusal);
      }
    }
  }

  /**
   * A marker that can't be carried out is worth a word only where the policy has no other in this
   * file: an alias of a marked value, or an example in a comment, is no reason to hold an update.
   */
  private void refuseNearMisses(List<MarkerSite> sites, List<PolicyName> missed) {
    for (MarkerSite site : sites) {
      if (site instanceof Unusable unusable && missed.stream().anyMatch(unusable::concerns)) {
        plan.refuse(unusable.refusal());
      }
    }
  }

  /** Carries out what was planned; all of it, or what can be, or nothing, with the reasons. */
  EditResult result() {
    plan.moveCompanionsAlong();
    List<Planned> changes = plan.planned().stream().filter(Planned::changes).toList();
    if (!changes.isEmpty()) {
      Optional<String> edited = Splicer.splice(yaml, changes);
      if (edited.isPresent()) {
        return new EditResult.Edited(
            edited.get().getBytes(StandardCharsets.UTF_8),
            changes.stream().map(this::change).toList(),
            sorted(plan.refusals()));
      }
      plan.refuse(
          RefusalReason.NOT_PROVABLE,
          changes.getFirst().scalar(),
          "the edited file would not read as the original with the new value in place; write the"
              + " value in quotes on a line of its own");
    }
    return plan.refusals().isEmpty()
        ? new EditResult.Unchanged(plan.planned().size())
        : new EditResult.Refused(sorted(plan.refusals()));
  }

  private Change change(Planned planned) {
    return new Change(
        planned.target(),
        planned.part(),
        yaml.lineOf(planned.scalar().start()),
        planned.scalar().value(),
        planned.text());
  }

  private static PolicyName policy(Update update) {
    return switch (update.target()) {
      case Target.Marked(PolicyName policy, _) -> policy;
      case Target.Naming(PolicyName policy, _, _) -> policy;
      case Target.AtPath at -> throw new IllegalStateException("has no policy: " + at);
    };
  }

  private static List<Update> wanting(Marker marker, List<Update> updates) {
    return updates.stream().filter(update -> marker.isMeantBy(update.target())).toList();
  }

  private static List<Refusal> sorted(List<Refusal> refusals) {
    return refusals.stream().sorted(Comparator.comparingInt(Refusal::line)).toList();
  }
}
