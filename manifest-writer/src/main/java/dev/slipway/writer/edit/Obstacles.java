package dev.slipway.writer.edit;

import dev.slipway.events.value.ImageRepository;
import dev.slipway.writer.edit.MarkerSite.Unusable;
import dev.slipway.writer.edit.MarkerSite.Usable;
import dev.slipway.writer.edit.Obstacle.Weight;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what in a file would keep updates of these targets away, before there is any. */
final class Obstacles {
  private static final Pattern MARKER_NAME =
      Pattern.compile("\"\\$imagepolicy\"\\s*:\\s*\"([^\"\\\\]*)\"");

  /** Text that only looks like a marker, or a value whose marker stands elsewhere. */
  private static final Set<RefusalReason> OFTEN_MEANT =
      EnumSet.of(RefusalReason.BLOCK_SCALAR, RefusalReason.ALIAS);

  private final FileName file;
  private final byte[] content;
  private final List<Target> targets;
  private final List<Obstacle> found = new ArrayList<>();

  private Obstacles(FileName file, byte[] content, List<Target> targets) {
    this.file = file;
    this.content = content;
    this.targets = targets;
  }

  static List<Obstacle> find(
      FileName file, byte[] content, List<Target> targets, Predicate<PolicyName> isDeclared) {
    if (LargeManifest.isOne(content)) {
      Obstacles obstacles = new Obstacles(file, content, targets);
      new LargeManifest(content).refusal().ifPresent(obstacles::wholeFile);
      return obstacles.found;
    }
    return find(file, content, targets, isDeclared, Screening.of(content));
  }

  /** As above, of a file that was read already. */
  static List<Obstacle> find(
      FileName file,
      byte[] content,
      List<Target> targets,
      Predicate<PolicyName> isDeclared,
      Screening screening) {
    Obstacles obstacles = new Obstacles(file, content, targets);
    switch (screening) {
      case Screening.Untouchable(Refusal refusal) -> obstacles.wholeFile(refusal);
      case Screening.Editable(YamlText yaml) -> obstacles.values(yaml, isDeclared);
    }
    return obstacles.found;
  }

  private void wholeFile(Refusal refusal) {
    String text = new String(content, StandardCharsets.UTF_8);
    for (Target target : targets) {
      switch (target) {
        case Target.Marked(PolicyName policy, _) -> {
          if (isMarked(text, policy)) {
            found.add(new Obstacle(target, refusal, Weight.BLOCKS));
          }
        }
        case Target.Naming(_, ImageRepository repository, _) -> {
          if (names(text, repository)) {
            found.add(new Obstacle(target, refusal, Weight.HINT));
          }
        }
        case Target.AtPath at -> {
          if (at.file().equals(file)) {
            found.add(new Obstacle(target, refusal, Weight.BLOCKS));
          }
        }
      }
    }
  }

  private static boolean isMarked(String text, PolicyName policy) {
    Matcher marker = MARKER_NAME.matcher(text);
    while (marker.find()) {
      if (Marker.tryParse(marker.group(1))
          .filter(said -> said.policy().matches(policy))
          .isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static boolean names(String text, ImageRepository repository) {
    String name = repository.toString().replaceFirst("^docker\\.io/(?:library/)?", "");
    return Pattern.compile("(?<![\\w./-])" + Pattern.quote(name) + "(?![\\w/-])")
        .matcher(text)
        .find();
  }

  private void values(YamlText yaml, Predicate<PolicyName> isDeclared) {
    List<MarkerSite> sites = MarkerFinder.find(yaml);
    for (Target target : targets) {
      switch (target) {
        case Target.Marked(PolicyName policy, _) -> nearMisses(target, policy, sites);
        case Target.Naming naming ->
            new UnmarkedValues(yaml, List.of(naming))
                .doubt(naming)
                .ifPresent(doubt -> found.add(new Obstacle(target, doubt, Weight.REPORTED)));
        case Target.AtPath(FileName in, YamlPath path, _) -> {
          if (in.equals(file)
              && PathFinder.find(yaml, path) instanceof PathFinder.Found.Nothing(Refusal refusal)) {
            found.add(new Obstacle(target, refusal, Weight.BLOCKS));
          }
        }
      }
    }
    for (MarkerSite site : sites) {
      if (site instanceof Usable usable && !isDeclared.test(usable.marker().policy())) {
        int line = yaml.lineOf(usable.scalar().start());
        found.add(new Obstacle(null, unknown(usable.marker(), line), Weight.REPORTED));
      }
    }
  }

  private void nearMisses(Target target, PolicyName policy, List<MarkerSite> sites) {
    boolean usable =
        sites.stream()
            .anyMatch(site -> site instanceof Usable it && it.marker().policy().matches(policy));
    if (usable) {
      return;
    }
    for (MarkerSite site : sites) {
      if (site instanceof Unusable unusable && unusable.concerns(policy)) {
        Refusal refusal = unusable.refusal();
        boolean oftenMeant = OFTEN_MEANT.contains(refusal.reason());
        found.add(new Obstacle(target, refusal, oftenMeant ? Weight.REPORTED : Weight.BLOCKS));
      }
    }
  }

  static Refusal unknown(Marker marker, int line) {
    return new Refusal(
        RefusalReason.UNKNOWN_POLICY,
        line,
        "the marker names the policy '"
            + marker.policy()
            + "', which nobody declares: add it to images in slipway.yaml, or correct the marker");
  }
}
