package dev.slipway.writer.flux;

import dev.slipway.events.value.ConfigurationProblem;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.writer.configuration.RepositoryConfiguration.Automated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which automation edits which image's markers in which environment. */
final class Coverage {
  private static final int MOST_SAID = 20;

  /** One image in one environment. */
  record Covered(FollowedImage image, Automated automated) {}

  private record Offer(ImageObjects.Policy policy, Automation automation) {}

  private final List<ImageObjects.Policy> policies;
  private final List<Automation> automations;
  private final Map<String, Set<String>> markers;
  private final Reach reach;
  private final Map<String, FollowedImage> images;
  private final Findings findings;

  /**
   * Puts them together.
   *
   * @param markers the policies that each file's markers name, by the file's path
   */
  Coverage(
      List<ImageObjects.Policy> policies,
      List<Automation> automations,
      Map<String, Set<String>> markers,
      Reach reach,
      Map<String, FollowedImage> images,
      Findings findings) {
    this.policies = policies;
    this.automations = automations;
    this.markers = markers;
    this.reach = reach;
    this.images = images;
    this.findings = findings;
  }

  /** Every image that a marker in the folder names and some automation selects. */
  List<Covered> of(SyncedFolder folder) {
    Map<String, List<Offer>> offers = new LinkedHashMap<>();
    for (Automation automation : automations) {
      if (!automation.branch().equals(folder.branch())) {
        continue;
      }
      for (ImageObjects.Policy policy : policies) {
        if (automation.selects(policy) && isMarked(policy, folder.path(), automation.path())) {
          offers
              .computeIfAbsent(policy.image().name(), _ -> new ArrayList<>())
              .add(new Offer(policy, automation));
        }
      }
    }
    return offers.values().stream().map(choice -> covered(folder, choice)).toList();
  }

  /** The one of the folder's own cluster counts, and one that runs before a suspended one. */
  private Covered covered(SyncedFolder folder, List<Offer> offers) {
    List<Offer> ranked =
        offers.stream()
            .sorted(
                Comparator.<Offer, Boolean>comparing(offer -> suspended(offer) != null)
                    .thenComparing(
                        offer ->
                            !offer.policy().placed().cluster().equals(folder.placed().cluster())))
            .toList();
    Offer chosen = ranked.getFirst();
    for (Offer other : ranked) {
      if (suspended(other) == null && !other.policy().image().equals(chosen.policy().image())) {
        findings.limit(
            other.policy().placed().object(),
            "",
            "the environment "
                + folder.name()
                + " follows the policy of the same name at "
                + chosen.policy().placed().object().place("")
                + ", not this one");
      }
    }
    FollowedImage image = chosen.policy().image();
    Automation automation = chosen.automation();
    List<String> paths =
        ranked.stream()
            .filter(offer -> suspended(offer) == null || offer.equals(chosen))
            .filter(offer -> offer.policy().equals(chosen.policy()))
            .map(offer -> offer.automation().path())
            .distinct()
            .toList();
    return new Covered(
        image,
        new Automated(
            folder.name(),
            image.name(),
            paths,
            automation.placed().object().qualifiedName(),
            automation.authorName(),
            automation.authorEmail(),
            automation.template(),
            automation.templateValues(),
            suspended(chosen),
            automation.isProposed()));
  }

  private static @Nullable String suspended(Offer offer) {
    String own = offer.policy().suspendedBecause();
    return own == null ? offer.automation().suspendedBecause() : own;
  }

  private boolean isMarked(ImageObjects.Policy policy, String folder, String path) {
    String name = policy.image().name();
    return markers.entrySet().stream()
        .anyMatch(
            file ->
                file.getValue().contains(name)
                    && reach.reaches(folder, file.getKey())
                    && Folders.isInside(file.getKey(), path));
  }

  /** Markers that Flux would edit, or that name nothing. */
  void sayWhatNobodyEdits(List<SyncedFolder> folders) {
    Set<String> said = new TreeSet<>();
    markers.forEach(
        (file, names) -> {
          for (String name : names) {
            if (said.size() >= MOST_SAID) {
              return;
            }
            FollowedImage image = images.get(name);
            boolean edited =
                automations.stream()
                    .filter(automation -> Folders.isInside(file, automation.path()))
                    .anyMatch(
                        automation ->
                            policies.stream()
                                .filter(policy -> Objects.equals(policy.image(), image))
                                .anyMatch(automation::selects));
            boolean inFolder =
                folders.stream().anyMatch(folder -> reach.reaches(folder.path(), file));
            if (edited && !inFolder && said.add(file + name)) {
              findings.limit(
                  new ConfigurationProblem(
                      0,
                      "",
                      "the marker of "
                          + name.replace('/', ':')
                          + " lies in no environment's folder, so that nothing updates it: give its"
                          + " folder a Kustomization, or declare an environment in slipway.yaml",
                      file));
            }
          }
        });
  }
}
