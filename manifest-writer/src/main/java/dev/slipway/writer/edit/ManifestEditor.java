package dev.slipway.writer.edit;

import dev.slipway.events.value.ImageRepository;
import dev.slipway.writer.edit.MarkerSite.Unusable;
import dev.slipway.writer.edit.MarkerSite.Usable;
import dev.slipway.writer.edit.Plan.Planned;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Edits one manifest: the characters of the values that are meant change, and no other byte of the
 * file.
 *
 * <p>What cannot be edited safely is refused with a reason, and does not stop the rest. Never
 * throws for what a file holds. Safe for many threads.
 */
public final class ManifestEditor {
  private static final Set<RefusalReason> UNREADABLE =
      EnumSet.of(RefusalReason.UNPARSEABLE, RefusalReason.CONFLICT_MARKERS, RefusalReason.NOT_UTF8);
  private static final byte[] TOKEN = MarkerComment.TOKEN.getBytes(StandardCharsets.US_ASCII);

  /** As {@link #edit(FileName, byte[], List, Predicate)}, where any policy may be declared. */
  public EditResult edit(FileName file, byte[] content, List<Update> updates) {
    return edit(file, content, updates, _ -> true);
  }

  /**
   * Carries out those updates that concern this file.
   *
   * @param isDeclared whether a policy exists at all: a marker of one that does not is refused
   */
  public EditResult edit(
      FileName file, byte[] content, List<Update> updates, Predicate<PolicyName> isDeclared) {
    if (LargeManifest.isOne(content)) {
      return concernsLarge(file, content, updates)
          ? new LargeManifest(content)
              .edit(file, updates, (piece, its) -> editWhole(file, piece, its, isDeclared))
          : new EditResult.Unchanged(0);
    }
    return editWhole(file, content, updates, isDeclared);
  }

  private static boolean concernsLarge(FileName file, byte[] content, List<Update> updates) {
    return updates.stream().anyMatch(update -> isAtPath(update.target(), file))
        || (hasMarkers(content)
            && mentionsAny(
                content, updates.stream().filter(update -> isMarked(update.target())).toList()));
  }

  private static EditResult editWhole(
      FileName file, byte[] content, List<Update> updates, Predicate<PolicyName> isDeclared) {
    List<Update> marked = updates.stream().filter(update -> isMarked(update.target())).toList();
    List<Update> paths =
        updates.stream().filter(update -> isAtPath(update.target(), file)).toList();
    List<Update> named =
        updates.stream().filter(update -> mayBeNamed(update.target(), content)).toList();
    boolean hasMarkers = hasMarkers(content);
    if (paths.isEmpty() && named.isEmpty() && (marked.isEmpty() || !hasMarkers)) {
      return new EditResult.Unchanged(0);
    }
    return switch (Screening.of(content)) {
      case Screening.Untouchable(Refusal refusal) ->
          !paths.isEmpty() || !named.isEmpty() || mentionsAny(content, marked)
              ? new EditResult.Refused(List.of(refusal))
              : new EditResult.Unchanged(0);
      case Screening.Editable(YamlText yaml) -> {
        Plan plan = new Plan(yaml);
        if (hasMarkers) {
          planMarkers(yaml, marked, isDeclared, plan);
        }
        paths.forEach(update -> planPath(yaml, update, plan));
        if (!named.isEmpty()) {
          planNamed(yaml, named, plan);
        }
        plan.moveCompanionsAlong();
        yield carryOut(yaml, plan);
      }
    };
  }

  /**
   * What these targets hold in this file now. Nothing for a file that must be left alone: {@link
   * #edit} says why.
   */
  public List<FoundValue> find(FileName file, byte[] content, List<Target> targets) {
    List<Target> here =
        targets.stream()
            .filter(
                target -> isMarked(target) || isAtPath(target, file) || mayBeNamed(target, content))
            .toList();
    boolean paths = here.stream().anyMatch(target -> !isMarked(target));
    if (here.isEmpty() || (!paths && !hasMarkers(content))) {
      return List.of();
    }
    return LargeManifest.isOne(content)
        ? new LargeManifest(content).find(ManifestEditor::findWhole, here)
        : findWhole(content, here);
  }

  private static List<FoundValue> findWhole(byte[] content, List<Target> targets) {
    return Screening.of(content) instanceof Screening.Editable(YamlText yaml)
        ? find(yaml, targets)
        : List.of();
  }

  /**
   * Everything about this file's markers that would keep an update away. Nothing for a file without
   * markers.
   *
   * @param isDeclared whether a policy exists
   */
  public List<Refusal> problems(byte[] content, Predicate<PolicyName> isDeclared) {
    if (!hasMarkers(content)) {
      return List.of();
    }
    if (LargeManifest.isOne(content)) {
      return new LargeManifest(content).refusal().stream().toList();
    }
    return switch (Screening.of(content)) {
      case Screening.Untouchable(Refusal refusal) -> List.of(refusal);
      case Screening.Editable(YamlText yaml) ->
          MarkerFinder.find(yaml).stream()
              .flatMap(site -> problem(yaml, site, isDeclared))
              .toList();
    };
  }

  /** Why nobody can read this file as objects: no YAML, conflict markers; empty where one can. */
  public Optional<Refusal> unreadable(byte[] content) {
    return Screening.of(content) instanceof Screening.Untouchable(Refusal refusal)
            && UNREADABLE.contains(refusal.reason())
        ? Optional.of(refusal)
        : Optional.empty();
  }

  /**
   * What a file says now.
   *
   * @param values what the targets hold
   * @param obstacles what would keep updates of the targets away
   * @param fields every {@code image:} field, whosever it is
   */
  public record Look(
      List<FoundValue> values, List<Obstacle> obstacles, List<ImageFields.Field> fields) {
    static final Look NOTHING = new Look(List.of(), List.of(), List.of());
  }

  /**
   * All that a file says, with one reading of it, and none where its bytes name nothing.
   *
   * @param isDeclared whether a policy exists
   */
  public Look look(
      FileName file, byte[] content, List<Target> targets, Predicate<PolicyName> isDeclared) {
    List<Target> here =
        targets.stream()
            .filter(
                target -> isMarked(target) || isAtPath(target, file) || mayBeNamed(target, content))
            .toList();
    boolean concerned = hasMarkers(content) || here.stream().anyMatch(target -> !isMarked(target));
    boolean mayHoldFields = contains(content, ImageFields.KEY);
    if (!concerned && !mayHoldFields) {
      return Look.NOTHING;
    }
    if (LargeManifest.isOne(content)) {
      return new Look(
          concerned ? find(file, content, targets) : List.of(),
          concerned ? Obstacles.find(file, content, here, isDeclared) : List.of(),
          ImageFields.read(content));
    }
    Screening screening = Screening.of(content);
    return switch (screening) {
      case Screening.Untouchable _ ->
          new Look(
              List.of(),
              concerned ? Obstacles.find(file, content, here, isDeclared, screening) : List.of(),
              ImageFields.read(content));
      case Screening.Editable(YamlText yaml) ->
          new Look(
              concerned ? find(yaml, here) : List.of(),
              concerned ? Obstacles.find(file, content, here, isDeclared, screening) : List.of(),
              ImageFields.read(yaml));
    };
  }

  private static Stream<Refusal> problem(
      YamlText yaml, MarkerSite site, Predicate<PolicyName> isDeclared) {
    return switch (site) {
      case Unusable unusable -> Stream.of(unusable.refusal());
      case Usable(Marker marker, YamlNode.Scalar scalar, YamlNode.Leaf leaf) -> {
        int line = yaml.lineOf(scalar.start());
        yield isDeclared.test(marker.policy())
            ? PartRules.problem(target(marker), marker.part(), leaf.key(), scalar.value()).stream()
                .map(found -> new Refusal(found.reason(), line, found.message()))
            : Stream.of(Obstacles.unknown(marker, line));
      }
    };
  }

  /** Why a file of this size is not even read; empty where it is small enough. */
  public static Optional<Refusal> tooLarge(long bytes) {
    return bytes <= SizeLimits.HERE.whole()
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                RefusalReason.TOO_LARGE,
                0,
                "the file has %d bytes, and files over %s are not edited with this heap: split it,"
                        .formatted(bytes, SizeLimits.megabytes(SizeLimits.HERE.whole()))
                    + " or give Slipway more memory"));
  }

  /** Whether the file may hold a marker: a cheap look at its bytes. */
  public static boolean hasMarkers(byte[] content) {
    return contains(content, TOKEN);
  }

  private static List<FoundValue> find(YamlText yaml, List<Target> targets) {
    List<FoundValue> found = new ArrayList<>();
    for (MarkerSite site : MarkerFinder.find(yaml)) {
      if (site instanceof Usable usable) {
        targets.stream()
            .filter(target -> matches(target, usable.marker()))
            .map(target -> value(yaml, target, usable.marker().part(), usable.scalar(), 0))
            .forEach(found::add);
      }
    }
    List<Target.Naming> naming =
        targets.stream()
            .flatMap(target -> target instanceof Target.Naming it ? Stream.of(it) : Stream.empty())
            .toList();
    if (!naming.isEmpty()) {
      new UnmarkedValues(yaml, naming)
          .forEach((target, site) -> found.addAll(values(yaml, target, site)));
    }
    for (Target target : targets) {
      if (target instanceof Target.AtPath(_, YamlPath path, Part part)
          && PathFinder.find(yaml, path) instanceof PathFinder.Found.Value value) {
        found.add(value(yaml, target, part, value.scalar(), 0));
      }
    }
    return found;
  }

  private static FoundValue value(
      YamlText yaml, Target target, Part part, YamlNode.Scalar scalar, int entry) {
    return new FoundValue(target, part, yaml.lineOf(scalar.start()), scalar.value(), entry);
  }

  private static List<FoundValue> values(YamlText yaml, Target.Naming target, NamedSite site) {
    int entry = 1 + site.scalar().start();
    List<FoundValue> found = new ArrayList<>();
    found.add(
        new FoundValue(
            target,
            site.part(),
            yaml.lineOf(site.scalar().start()),
            site.scalar().value(),
            entry,
            FluxV1Rule.of(yaml, site).orElse(null)));
    site.digest()
        .map(leaf -> value(yaml, target, Part.DIGEST, (YamlNode.Scalar) leaf.node(), entry))
        .ifPresent(found::add);
    return found;
  }

  private static void planNamed(YamlText yaml, List<Update> updates, Plan plan) {
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

  private static void planMarkers(
      YamlText yaml, List<Update> updates, Predicate<PolicyName> isDeclared, Plan plan) {
    List<MarkerSite> sites = MarkerFinder.find(yaml);
    Set<Update> placed = new HashSet<>();
    for (MarkerSite site : sites) {
      if (site instanceof Usable(Marker marker, YamlNode.Scalar scalar, YamlNode.Leaf leaf)) {
        List<Update> wanted = wanting(marker, updates);
        wanted.forEach(
            update -> plan.set(target(marker), marker.part(), scalar, leaf, update.value()));
        placed.addAll(wanted);
        if (wanted.isEmpty() && !isDeclared.test(marker.policy())) {
          plan.refuse(Obstacles.unknown(marker, yaml.lineOf(scalar.start())));
        }
      }
    }
    List<PolicyName> missed =
        updates.stream()
            .filter(update -> !placed.contains(update))
            .map(ManifestEditor::policy)
            .toList();
    refuseNearMisses(sites, missed, plan);
  }

  /**
   * A marker that can't be carried out is worth a word only where the policy has no other in this
   * file: an alias of a marked value, or an example in a comment, is no reason to hold an update.
   */
  private static void refuseNearMisses(List<MarkerSite> sites, List<PolicyName> missed, Plan plan) {
    for (MarkerSite site : sites) {
      if (site instanceof Unusable unusable && missed.stream().anyMatch(unusable::concerns)) {
        plan.refuse(unusable.refusal());
      }
    }
  }

  private static PolicyName policy(Update update) {
    return switch (update.target()) {
      case Target.Marked(PolicyName policy, _) -> policy;
      case Target.Naming(PolicyName policy, _, _) -> policy;
      case Target.AtPath at -> throw new IllegalStateException("has no policy: " + at);
    };
  }

  private static Target target(Marker marker) {
    return new Target.Marked(marker.policy(), marker.part());
  }

  private static void planPath(YamlText yaml, Update update, Plan plan) {
    if (update.target() instanceof Target.AtPath(_, YamlPath path, Part part)) {
      switch (PathFinder.find(yaml, path)) {
        case PathFinder.Found.Value(YamlNode.Scalar scalar, YamlNode.Leaf leaf) ->
            plan.set(update.target(), part, scalar, leaf, update.value());
        case PathFinder.Found.Nothing(Refusal refusal) -> plan.refuse(refusal);
      }
    }
  }

  private static EditResult carryOut(YamlText yaml, Plan plan) {
    List<Planned> changes = plan.planned().stream().filter(Planned::changes).toList();
    if (!changes.isEmpty()) {
      Optional<String> edited = Splicer.splice(yaml, changes);
      if (edited.isPresent()) {
        return new EditResult.Edited(
            edited.get().getBytes(StandardCharsets.UTF_8),
            changes.stream().map(change -> change(yaml, change)).toList(),
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

  private static Change change(YamlText yaml, Planned planned) {
    return new Change(
        planned.target(),
        planned.part(),
        yaml.lineOf(planned.scalar().start()),
        planned.scalar().value(),
        planned.text());
  }

  private static List<Refusal> sorted(List<Refusal> refusals) {
    return refusals.stream().sorted(Comparator.comparingInt(Refusal::line)).toList();
  }

  private static List<Update> wanting(Marker marker, List<Update> updates) {
    return updates.stream().filter(update -> matches(update.target(), marker)).toList();
  }

  private static boolean matches(Target target, Marker marker) {
    return target instanceof Target.Marked(PolicyName policy, Part part)
        && (part == null || part == marker.part())
        && policy.matches(marker.policy());
  }

  private static boolean isMarked(Target target) {
    return target instanceof Target.Marked;
  }

  private static boolean isAtPath(Target target, FileName file) {
    return target instanceof Target.AtPath at && at.file().equals(file);
  }

  private static boolean mayBeNamed(Target target, byte[] content) {
    return target instanceof Target.Naming naming && mayName(content, naming.repository());
  }

  /** Whether the file may name this repository: a cheap look at its bytes. */
  public static boolean mayName(byte[] content, ImageRepository repository) {
    return contains(content, repository.shortName().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean mentionsAny(byte[] content, List<Update> updates) {
    return updates.stream()
        .anyMatch(
            update ->
                update.target() instanceof Target.Marked(PolicyName policy, _)
                    && contains(content, policy.name().getBytes(StandardCharsets.UTF_8)));
  }

  private static boolean contains(byte[] content, byte[] word) {
    int last = content.length - word.length;
    for (int at = 0; at <= last; at++) {
      if (content[at] == word[0]
          && Arrays.equals(content, at, at + word.length, word, 0, word.length)) {
        return true;
      }
    }
    return false;
  }
}
