package dev.slipway.writer.offline;

import dev.slipway.events.Environment;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagFilter;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.writer.flux.FluxReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.jspecify.annotations.Nullable;

/** Writes a {@code slipway.yaml} to start from. */
final class Starter {
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

  private final StringBuilder text = new StringBuilder();
  private final Predicate<String> isAccepted;

  /**
   * A writer of one file.
   *
   * @param isAccepted whether a whole {@code slipway.yaml} can be followed by this version
   */
  Starter(Predicate<String> isAccepted) {
    this.isAccepted = isAccepted;
  }

  /** What Flux's objects say, in Slipway's words. */
  String of(FluxReading flux) {
    begin();
    Map<String, String> names = new LinkedHashMap<>();
    for (FollowedImage image : flux.images()) {
      String last = image.name().substring(image.name().indexOf('/') + 1);
      boolean unique =
          flux.images().stream().filter(each -> each.name().endsWith("/" + last)).count() == 1;
      names.put(image.name(), unique ? last : image.name().replace('/', '-'));
    }
    if (!names.isEmpty()) {
      text.append("images:\n");
      flux.images().forEach(image -> image(names.getOrDefault(image.name(), ""), image));
    }
    if (!flux.environments().isEmpty()) {
      text.append("environments:\n");
      for (Environment environment : flux.environments()) {
        List<String> follow =
            environment.follow().stream()
                .map(image -> names.getOrDefault(image.name(), ""))
                .toList();
        environment(
            environment.name().toString(), environment.cluster(), environment.path(), follow, null);
      }
    }
    return text.toString();
  }

  private void image(String name, FollowedImage image) {
    line(
        "  "
            + key(name)
            + ": {repository: "
            + image.repository()
            + ", policy: "
            + policy(image.policy(), image.filter())
            + "}");
  }

  private static String policy(TagPolicy policy, @Nullable TagFilter filter) {
    String kind =
        switch (policy) {
          case TagPolicy.Semver(String range) -> "semver: " + GuessedPolicy.quoted(range);
          case TagPolicy.Numerical(TagPolicy.Order order) -> "numerical: " + order(order);
          case TagPolicy.Alphabetical(TagPolicy.Order order) -> "alphabetical: " + order(order);
          case TagPolicy.Timestamp(String pattern, String format) ->
              "timestamp: {pattern: "
                  + GuessedPolicy.quoted(pattern)
                  + ", format: "
                  + GuessedPolicy.quoted(format)
                  + "}";
          case TagPolicy.MovingDigest(Tag tag) -> "digest: " + GuessedPolicy.quoted(tag.toString());
          case TagPolicy.Release _ -> "release: true";
          case TagPolicy.NewestBuild _ -> "newest-build: true";
        };
    if (filter == null) {
      return "{" + kind + "}";
    }
    String extract =
        filter.extract() == null
            ? ""
            : ", extract: " + GuessedPolicy.quoted(String.valueOf(filter.extract()));
    return "{"
        + kind
        + ", filter: {pattern: "
        + GuessedPolicy.quoted(filter.pattern())
        + extract
        + "}}";
  }

  private static String order(TagPolicy.Order order) {
    return order == TagPolicy.Order.ASCENDING ? "asc" : "desc";
  }

  /** What the manifests name, with guesses. */
  String of(List<FoundImages.Found> found) {
    begin();
    Map<String, List<FoundImages.Found>> images = byName(found);
    if (!images.isEmpty()) {
      text.append("images:\n");
      images.forEach(this::guessed);
    }
    Map<String, String> folders = folders(found);
    if (!folders.isEmpty()) {
      text.append("environments:\n");
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
            environment(
                name,
                "main",
                folder,
                promotes ? List.of() : List.copyOf(follow),
                promotes ? before : null);
          });
    }
    return text.toString();
  }

  private void begin() {
    line("# To start from: look over the policies, and name the clusters as the cluster-applier's");
    line("# settings do (slipway.applier.clusters).");
    line("version: 1");
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
    line("  # now " + joined(tags) + ": " + policy.why());
    text.append(entry(name, repository, policy).substring("images:\n".length()));
  }

  private static String entry(String name, ImageRepository repository, GuessedPolicy policy) {
    return "images:\n  "
        + key(name)
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

  private void environment(
      String name, String cluster, String path, List<String> follow, @Nullable String from) {
    line("  " + key(name) + ":");
    line("    cluster: " + key(cluster));
    line("    path: " + (path.isEmpty() ? "." : key(path)));
    if (from != null) {
      line("    promote: {from: " + key(from) + "}  # by hand, what has run there");
    }
    if (!follow.isEmpty()) {
      line("    follow: [" + String.join(", ", follow.stream().map(Starter::key).toList()) + "]");
    }
    line("    create: true");
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

  private static String key(String name) {
    return name.matches("[A-Za-z][A-Za-z0-9_./-]*")
            && !name.matches("(?i)y|n|yes|no|on|off|true|false|null")
        ? name
        : GuessedPolicy.quoted(name);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
