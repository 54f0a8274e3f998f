package dev.slipway.writer.edit;

import dev.slipway.writer.edit.MarkerSite.Unusable;
import dev.slipway.writer.edit.MarkerSite.Usable;
import java.util.EnumSet;
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
    return updates.stream().anyMatch(update -> Glance.isAtPath(update.target(), file))
        || (Glance.hasMarkers(content)
            && Glance.mentionsAny(
                content,
                updates.stream().filter(update -> Glance.isMarked(update.target())).toList()));
  }

  private static EditResult editWhole(
      FileName file, byte[] content, List<Update> updates, Predicate<PolicyName> isDeclared) {
    List<Update> marked =
        updates.stream().filter(update -> Glance.isMarked(update.target())).toList();
    List<Update> paths =
        updates.stream().filter(update -> Glance.isAtPath(update.target(), file)).toList();
    List<Update> named =
        updates.stream().filter(update -> Glance.mayBeNamed(update.target(), content)).toList();
    boolean hasMarkers = Glance.hasMarkers(content);
    if (paths.isEmpty() && named.isEmpty() && (marked.isEmpty() || !hasMarkers)) {
      return new EditResult.Unchanged(0);
    }
    return switch (Screening.of(content)) {
      case Screening.Untouchable(Refusal refusal) ->
          !paths.isEmpty() || !named.isEmpty() || Glance.mentionsAny(content, marked)
              ? new EditResult.Refused(List.of(refusal))
              : new EditResult.Unchanged(0);
      case Screening.Editable(YamlText yaml) -> {
        DocumentEdit edit = new DocumentEdit(yaml);
        if (hasMarkers) {
          edit.markers(marked, isDeclared);
        }
        paths.forEach(edit::atPath);
        edit.named(named);
        yield edit.result();
      }
    };
  }

  /**
   * What these targets hold in this file now. Nothing for a file that must be left alone: {@link
   * #edit} says why.
   */
  public List<FoundValue> find(FileName file, byte[] content, List<Target> targets) {
    List<Target> here = Glance.here(file, content, targets);
    boolean paths = here.stream().anyMatch(target -> !Glance.isMarked(target));
    if (here.isEmpty() || (!paths && !Glance.hasMarkers(content))) {
      return List.of();
    }
    return LargeManifest.isOne(content)
        ? new LargeManifest(content).find(ManifestEditor::findWhole, here)
        : findWhole(content, here);
  }

  private static List<FoundValue> findWhole(byte[] content, List<Target> targets) {
    return Screening.of(content) instanceof Screening.Editable(YamlText yaml)
        ? ValueFinder.find(yaml, targets)
        : List.of();
  }

  /**
   * Everything about this file's markers that would keep an update away. Nothing for a file without
   * markers.
   *
   * @param isDeclared whether a policy exists
   */
  public List<Refusal> problems(byte[] content, Predicate<PolicyName> isDeclared) {
    if (!Glance.hasMarkers(content)) {
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
    List<Target> here = Glance.here(file, content, targets);
    boolean concerned =
        Glance.hasMarkers(content) || here.stream().anyMatch(target -> !Glance.isMarked(target));
    boolean mayHoldFields = Glance.contains(content, ImageFields.KEY);
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
              concerned ? ValueFinder.find(yaml, here) : List.of(),
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
            ? PartRules.problem(marker.target(), marker.part(), leaf.key(), scalar.value()).stream()
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
}
