package dev.slipway.applier.helm;

import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.Folder;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.SourceRepository;
import dev.slipway.applier.helm.HelmRelease.Source;
import dev.slipway.applier.helm.PulledCharts.Wanted;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.yaml.YamlDocuments;
import dev.slipway.events.Environment;
import dev.slipway.events.EventJson;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.RolloutFailure;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds a release's chart where its source says. */
final class ChartSources {
  private static final String VALUES = "values.yaml";
  private static final Pattern CREDENTIALS =
      Pattern.compile("^(?:https?|oci)://[^/]*@", Pattern.CASE_INSENSITIVE);

  private final SourceRepository repositories;
  private final PulledCharts pulled;
  private final Sources sources = new Sources();

  ChartSources(SourceRepository repositories, PulledCharts pulled) {
    this.repositories = repositories;
    this.pulled = pulled;
  }

  /**
   * A chart, and the folder of this commit that it is.
   *
   * @param path empty string where it lies elsewhere
   */
  record Found(Chart chart, String path) {}

  Found find(
      HelmRelease release, List<DesiredObject> declared, Folder folder, Environment environment)
      throws InterruptedException {
    return find(release, release.source(), declared, folder, environment);
  }

  private Found find(
      HelmRelease release,
      Source source,
      List<DesiredObject> declared,
      Folder folder,
      Environment environment)
      throws InterruptedException {
    KubernetesObject object =
        sources.find(
            release.file(),
            source.kind(),
            source.name(),
            source.namespace() == null ? release.namespace() : source.namespace(),
            declared,
            folder);
    refuseCredentialsInAddress(release, object);
    return switch (source.kind()) {
      case "GitRepository" -> git(release, source, object, folder, environment);
      case "HelmRepository" ->
          new Found(withValues(release, source, helmRepository(release, source, object)), "");
      case "OCIRepository" -> new Found(oci(release, object), "");
      case "HelmChart" -> find(release, inner(release, object), declared, folder, environment);
      default -> throw refused(release, "a chart's source cannot be a " + source.kind());
    };
  }

  private static Source inner(HelmRelease release, KubernetesObject chart) {
    if (!chart
        .text("spec", "sourceRef", "kind")
        .filter(kind -> !kind.equals("HelmChart"))
        .isPresent()) {
      throw refused(release, chart + " has no source");
    }
    return new Source(
        chart.text("spec", "sourceRef", "kind").orElse(""),
        chart.text("spec", "sourceRef", "name").orElse(""),
        chart.namespace(),
        chart.text("spec", "chart").orElse(""),
        chart.text("spec", "version").orElse(""),
        chart.map("spec").get("valuesFiles") instanceof List<?> files
            ? files.stream().map(String::valueOf).toList()
            : List.of());
  }

  private Found git(
      HelmRelease release,
      Source source,
      KubernetesObject repository,
      Folder folder,
      Environment environment)
      throws InterruptedException {
    String url = repository.text("spec", "url").orElse("");
    Map<String, Object> ref = repository.map("spec", "ref");
    for (String field : List.of("semver", "name", "commit")) {
      if (Fields.has(ref, field)) {
        throw refused(release, repository + " has spec.ref." + field + ", which is not followed");
      }
    }
    String branch = Fields.text(ref, "branch").orElse("");
    boolean here =
        address(url).equals(address(environment.source().url()))
            && !Fields.has(ref, "tag")
            && (branch.isEmpty() || branch.equals(environment.branch().toString()));
    Folder commit = here ? folder : elsewhere(release, repository, url, ref);
    Chart chart = GitCharts.read(release.file(), commit, source.chart());
    String path = here ? GitCharts.normal(release.file(), source.chart(), "") : "";
    return new Found(composed(release, source, chart, file -> read(release, commit, file)), path);
  }

  private Folder elsewhere(
      HelmRelease release, KubernetesObject repository, String url, Map<String, Object> ref)
      throws InterruptedException {
    GitRepository address;
    try {
      address = GitRepository.parse(url);
    } catch (IllegalArgumentException e) {
      throw refused(release, repository + ": " + e.getMessage());
    }
    String name =
        Fields.text(ref, "tag")
            .map(tag -> "refs/tags/" + tag)
            .orElse("refs/heads/" + Fields.text(ref, "branch").orElse("master"));
    return repositories.newest(address, name);
  }

  private Chart helmRepository(HelmRelease release, Source source, KubernetesObject repository)
      throws InterruptedException {
    refuseCredentials(release, repository);
    String url = repository.text("spec", "url").orElse("");
    boolean insecure = Fields.isTrue(repository.map("spec"), "insecure");
    if (url.startsWith("oci://")) {
      return pulled.pull(
          new Wanted(
              release.file(),
              "",
              url.replaceFirst("/+$", "") + "/" + source.chart(),
              version(source.version()),
              insecure));
    }
    return pulled.pull(
        new Wanted(release.file(), url, source.chart(), version(source.version()), insecure));
  }

  private Chart oci(HelmRelease release, KubernetesObject repository) throws InterruptedException {
    refuseCredentials(release, repository);
    if (Fields.has(repository.map("spec"), "verify")) {
      throw refused(release, repository + " has spec.verify, which this version does not do");
    }
    String version =
        repository
            .text("spec", "ref", "digest")
            .or(() -> repository.text("spec", "ref", "semver"))
            .or(() -> repository.text("spec", "ref", "tag"))
            .orElse("");
    return pulled.pull(
        new Wanted(
            release.file(),
            "",
            repository.text("spec", "url").orElse(""),
            version,
            Fields.isTrue(repository.map("spec"), "insecure")));
  }

  private static String version(String range) {
    return range.equals("*") ? "" : range;
  }

  /** They would stand in Git, in the tool's command line and in every message that names it. */
  private static void refuseCredentialsInAddress(HelmRelease release, KubernetesObject source) {
    if (CREDENTIALS.matcher(source.text("spec", "url").orElse("")).find()) {
      throw refused(
          release, source + " has credentials in spec.url: take them out, and change them");
    }
  }

  private static void refuseCredentials(HelmRelease release, KubernetesObject repository) {
    for (String field : List.of("secretRef", "certSecretRef", "provider")) {
      boolean generic = repository.text("spec", field).filter("generic"::equals).isPresent();
      if (Fields.has(repository.map("spec"), field) && !generic) {
        throw refused(
            release, repository + " has spec." + field + ", which this version does not use");
      }
    }
  }

  private Chart withValues(HelmRelease release, Source source, Chart chart) {
    return composed(
        release,
        source,
        chart,
        file -> {
          byte[] content = chart.files().get(file);
          if (content == null) {
            throw refused(release, "the chart has no values file '" + file + "'");
          }
          return content;
        });
  }

  private interface Reader {
    byte[] read(String file);
  }

  private static byte[] read(HelmRelease release, Folder commit, String path) {
    String file = GitCharts.normal(release.file(), path, "");
    if (commit.find(file) instanceof Folder.Entry.File(var found)) {
      return commit.read(found);
    }
    throw refused(release, "there is no values file '" + file + "' in the commit");
  }

  /** Values files take the place of the chart's own. */
  @SuppressWarnings("unchecked")
  private static Chart composed(HelmRelease release, Source source, Chart chart, Reader reader) {
    if (source.valuesFiles().isEmpty()) {
      return chart;
    }
    Map<String, Object> merged = new LinkedHashMap<>();
    for (String file : source.valuesFiles()) {
      for (Object document : YamlDocuments.read(file, reader.read(file))) {
        if (!(document instanceof Map<?, ?> map)) {
          throw refused(release, "the values file '" + file + "' is no map");
        }
        Values.merge(merged, (Map<String, Object>) map);
      }
    }
    String text = EventJson.mapper().writeValueAsString(merged);
    return new Chart(chart.from(), chart.id() + "\n" + text, chart.files())
        .with(VALUES, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same repository, however it is reached: host and path. */
  private static String address(String url) {
    return url.replaceFirst("^[a-z+]+://", "")
        .replaceFirst("^[^/@]+@", "")
        .replaceFirst("^([^/:]+):(?!\\d+/)", "$1/")
        .replaceFirst("(?:\\.git)?/*$", "")
        .toLowerCase(Locale.ROOT);
  }

  private static RefusedException refused(HelmRelease release, String problem) {
    return new RefusedException(
        RolloutFailure.NOT_SUPPORTED,
        "%s: HelmRelease %s: %s; nothing was applied"
            .formatted(release.file(), release.name(), problem));
  }
}
