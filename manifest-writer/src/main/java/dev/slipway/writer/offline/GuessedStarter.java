package dev.slipway.writer.offline;

import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the manifests name, with guesses. */
final class GuessedStarter {
  /** Folders that people name so hold an environment. */
  private static final Pattern ENVIRONMENT =
      Pattern.compile(
          "(?:.*[-_])?(?:dev|develop|development|test|testing|qa|uat|int|integration|stage|staging"
              + "|preprod|pre-prod|prod|production|live|demo|sandbox|preview|acceptance)(?:[-_].*)?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern LAST_STAGE =
      Pattern.compile("(?:.*[-_/])?(?:prod|production|live)(?:[-_].*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern STAGE_BEFORE =
      Pattern.compile(
          "(?:.*[-_/])?(?:stage|staging|preprod|pre-prod|uat|acceptance)(?:[-_].*)?",
          Pattern.CASE_INSENSITIVE);

  private final StarterFile file = new StarterFile();
  private final Predicate<String> isAccepted;

  /**
   * A writer of one file.
   *
   * @param isAccepted whether a whole {@code slipway.yaml} can be followed by this version
   */
  GuessedStarter(Predicate<String> isAccepted) {
    this.isAccepted = isAccepted;
  }

  String of(List<FoundImages.Found> found) {
    Map<String, List<FoundImages.Found>> images = byName(found);
    if (!images.isEmpty()) {
      file.line("images:");
      images.forEach(this::guessed);
    }
    Map<String, String> folders = folders(found);
    if (!folders.isEmpty()) {
      file.line("environments:");
      String before =
          folders.keySet().stream()
              .filter(name -> STAGE_BEFORE.matcher(name).matches())
              .findFirst()
              .orElse(null);
      folders.forEach(
          (name, folder) -> {
            Set<String> follow = new TreeSet<>();
            images.forEach(
                (image, places) -> {
                  if (places.stream().anyMatch(place -> isInside(place.file(), folder))) {
                    follow.add(image);
                  }
                });
            boolean promotes = before != null && LAST_STAGE.matcher(name).matches();
            file.environment(
                new StarterFile.Declared(
                    name,
                    "main",
                    folder,
                    promotes ? List.of() : List.copyOf(follow),
                    promotes ? before : null,
                    List.of(),
                    null));
          });
    }
    return file.toString();
  }

  private void guessed(String name, List<FoundImages.Found> places) {
    List<Tag> tags = places.stream().map(FoundImages.Found::tag).distinct().toList();
    ImageRepository repository = places.getFirst().repository();
    Optional<String> filter =
        places.stream().flatMap(place -> Optional.ofNullable(place.filter()).stream()).findFirst();
    GuessedPolicy policy = GuessedPolicy.of(tags, filter);
    if (!isAccepted.test("version: 1\n" + entry(name, repository, policy))) {
      policy = policy.orStanding(tags.getFirst());
    }
    file.line("  # now " + joined(tags) + ": " + policy.why());
    file.line(entry(name, repository, policy).substring("images:\n".length()).stripTrailing());
  }

  private static String entry(String name, ImageRepository repository, GuessedPolicy policy) {
    return "images:\n  "
        + StarterFile.key(name)
        + ": {repository: "
        + GuessedPolicy.quoted(repository.toString())
        + ", policy: "
        + policy.yaml()
        + "}\n";
  }

  private static String joined(List<Tag> tags) {
    List<String> shown = tags.stream().limit(3).map(Tag::toString).toList();
    return String.join(", ", shown) + (tags.size() > 3 ? ", ..." : "");
  }

  private static Map<String, List<FoundImages.Found>> byName(List<FoundImages.Found> found) {
    Map<ImageRepository, List<FoundImages.Found>> byRepository = new TreeMap<>();
    found.forEach(
        each -> byRepository.computeIfAbsent(each.repository(), _ -> new ArrayList<>()).add(each));
    Map<String, List<FoundImages.Found>> byName = new TreeMap<>();
    byRepository.forEach(
        (repository, places) -> {
          String last = repository.shortName();
          boolean unique =
              byRepository.keySet().stream().filter(r -> r.shortName().equals(last)).count() == 1;
          byName.put(unique ? last : repository.path().replace('/', '-'), places);
        });
    return byName;
  }

  /** The environments' folders by name: those that are called so, and their neighbours. */
  private static Map<String, String> folders(List<FoundImages.Found> found) {
    Set<String> named = new LinkedHashSet<>();
    Set<String> parents = new LinkedHashSet<>();
    for (FoundImages.Found each : found) {
      environmentOf(each.file())
          .ifPresent(
              folder -> {
                named.add(folder);
                parents.add(folder.substring(0, Math.max(0, folder.lastIndexOf('/'))));
              });
    }
    for (FoundImages.Found each : found) {
      for (String parent : parents) {
        String prefix = parent.isEmpty() ? "" : parent + "/";
        int end = each.file().indexOf('/', prefix.length());
        if (each.file().startsWith(prefix)
            && end > 0
            && named.stream().noneMatch(folder -> isInside(each.file(), folder))) {
          String neighbour = each.file().substring(0, end);
          if (!neighbour.toLowerCase(Locale.ROOT).matches("(?:.*/)?(?:base|bases|common)")) {
            named.add(neighbour);
          }
        }
      }
    }
    if (named.isEmpty() && !found.isEmpty()) {
      named.add(commonFolder(found));
    }
    Map<String, String> byName = new TreeMap<>();
    for (String folder : named) {
      String last = folder.substring(folder.lastIndexOf('/') + 1);
      boolean unique = named.stream().filter(f -> ("/" + f).endsWith("/" + last)).count() == 1;
      byName.put(folder.isEmpty() ? "main" : unique ? last : folder, folder);
    }
    return byName;
  }

  private static Optional<String> environmentOf(String file) {
    String[] parts = file.split("/", -1);
    StringBuilder folder = new StringBuilder();
    for (int i = 0; i < parts.length - 1; i++) {
      folder.append(i == 0 ? "" : "/").append(parts[i]);
      if (ENVIRONMENT.matcher(parts[i]).matches()) {
        return Optional.of(folder.toString());
      }
    }
    return Optional.empty();
  }

  private static String commonFolder(List<FoundImages.Found> found) {
    String common = null;
    for (FoundImages.Found each : found) {
      int slash = each.file().lastIndexOf('/');
      String folder = slash < 0 ? "" : each.file().substring(0, slash);
      if (common == null) {
        common = folder;
      }
      while (!isInside(folder + "/", common)) {
        int up = common.lastIndexOf('/');
        common = up < 0 ? "" : common.substring(0, up);
      }
    }
    return common == null ? "" : common;
  }

  private static boolean isInside(String file, String folder) {
    return folder.isEmpty() || file.startsWith(folder + "/");
  }
}
