package dev.slipway.writer;

import static dev.slipway.writer.WriterOnGit.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.EnvironmentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where versions go in repositories as people write them, and what keeps the writer away. */
class PlacesIT {
  private static final String CONFIGURATION =
      """
      version: 1
      images:
        web: {repository: ghcr.io/acme/web, policy: {semver: '>=1.0.0'}}
      environments:
        dev: {cluster: main, path: apps/dev, follow: [web]}
        staging: {cluster: main, path: apps/staging, follow: [web]}
      """;
  private static final String MARKED =
      "image: ghcr.io/acme/web:1.0.0 # {\"$imagepolicy\": \"slipway:web\"}\n";
  private static final String NEWER = MARKED.replace("1.0.0", "1.1.0");
  private static final String DEPLOYMENT =
      """
      kind: Deployment
      spec: {template: {spec: {containers: [{name: web, image: ghcr.io/acme/web:1.0.0}]}}}
      """;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // by each test
  private WriterOnGit writer;

  @AfterEach
  void stop() {
    writer.close();
  }

  @Test
  void findsVersionsThatNothingMarks() throws InterruptedException {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("apps/dev/web.yaml", DEPLOYMENT);
    files.put("apps/dev/values.yaml", "web: {repository: ghcr.io/acme/web, tag: 1.0.0}\n");
    files.put("apps/staging/web.yaml", "image: ghcr.io/acme/web:1.0.0\n");
    files.put(
        "apps/staging/kustomization.yaml",
        "resources: [web.yaml]\nimages:\n- name: ghcr.io/acme/web\n  newTag: '1.0.0'\n");
    start(CONFIGURATION, files);

    push("1.1.0");

    assertThat(file("apps/dev/web.yaml")).isEqualTo(DEPLOYMENT.replace("1.0.0", "1.1.0"));
    assertThat(file("apps/dev/values.yaml"))
        .isEqualTo("web: {repository: ghcr.io/acme/web, tag: 1.1.0}\n");
    assertThat(file("apps/staging/kustomization.yaml")).contains("newTag: '1.1.0'");
    assertThat(file("apps/staging/web.yaml"))
        .as("the kustomization decides")
        .isEqualTo(files.get("apps/staging/web.yaml"));
    assertThat(images("staging")).containsExactly(tuple("ghcr.io/acme/web:1.1.0", "web"));
    assertThat(declined()).isEmpty();
  }

  @Test
  void anEnvironmentMayAskForMarkersOnly() throws InterruptedException {
    start(
        CONFIGURATION.replace("apps/dev, ", "apps/dev, discover: false, "),
        Map.of("apps/dev/web.yaml", DEPLOYMENT, "apps/staging/web.yaml", DEPLOYMENT));

    push("1.1.0");

    assertThat(file("apps/dev/web.yaml")).isEqualTo(DEPLOYMENT);
    assertThat(file("apps/staging/web.yaml")).contains("1.1.0");
    assertThat(declined())
        .singleElement()
        .satisfies(
            no -> {
              assertThat(no.reason()).isEqualTo(DeclineReason.NO_TARGET);
              assertThat(no.message()).startsWith("nothing in apps/dev says where");
            });
  }

  @Test
  void oldVersionsInAListStayAndAreReportedBesideWhatMoves() throws InterruptedException {
    String profiles =
        "profiles:\n- {image: ghcr.io/acme/web:0.9.0}\n- {image: ghcr.io/acme/web:0.8.0}\n";
    start(
        CONFIGURATION,
        Map.of(
            "apps/dev/web.yaml", DEPLOYMENT,
            "apps/dev/profiles.yaml", profiles,
            "apps/staging/profiles.yaml", profiles));

    push("1.1.0");

    assertThat(file("apps/dev/web.yaml")).contains("1.1.0");
    assertThat(file("apps/dev/profiles.yaml")).isEqualTo(profiles);
    assertThat(file("apps/staging/profiles.yaml")).isEqualTo(profiles);
    assertThat(declined())
        .extracting(no -> no.environment().toString(), UpdateDeclined::reason, UpdateDeclined::file)
        .containsExactlyInAnyOrder(
            tuple("dev", DeclineReason.AMBIGUOUS_TARGET, "apps/dev/profiles.yaml"),
            tuple("staging", DeclineReason.AMBIGUOUS_TARGET, "apps/staging/profiles.yaml"));
    assertThat(declined()).extracting(UpdateDeclined::line).containsOnly(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sops: {mac: 'ENC[A]', lastmodified: x} | ENCRYPTED_FILE    | 2 | the file is encrypted
          name: {{ .Release.Name }}-web          | TEMPLATE          | 2 | the file is a template
          <<<<<<< HEAD                           | CONFLICT_MARKERS  | 2 | the file holds conflict
          a: [                                   | UNPARSEABLE       | 3 | the file is not YAML
          """)
  void leavesAnEnvironmentOutWhoseFileMustNotBeTouched(
      String line, DeclineReason reason, int at, String message) throws InterruptedException {
    String untouchable = MARKED + line + "\n";
    start(
        CONFIGURATION,
        Map.of(
            "apps/dev/odd.yaml", untouchable,
            "apps/dev/web.yaml", MARKED,
            "apps/staging/web.yaml", MARKED));

    push("1.1.0");

    assertThat(file("apps/dev/odd.yaml")).isEqualTo(untouchable);
    assertThat(file("apps/dev/web.yaml")).as("no half update").isEqualTo(MARKED);
    assertThat(file("apps/staging/web.yaml")).isEqualTo(NEWER);
    assertThat(declined())
        .singleElement()
        .satisfies(
            no -> {
              assertThat(no.environment()).hasToString("dev");
              assertThat(no.reason()).isEqualTo(reason);
              assertThat(no.file()).isEqualTo("apps/dev/odd.yaml");
              assertThat(no.line()).isEqualTo(at);
              assertThat(no.message()).startsWith("apps/dev/odd.yaml:" + at + ": " + message);
            });
  }

  @Test
  void refusesAReferenceMarkerOnATagAndGoesOnElsewhere() throws InterruptedException {
    String wrong = "tag: 1.0.0 # {\"$imagepolicy\": \"slipway:web\"}\n";
    start(CONFIGURATION, Map.of("apps/dev/web.yaml", wrong, "apps/staging/web.yaml", MARKED));

    push("1.1.0");

    assertThat(file("apps/dev/web.yaml")).isEqualTo(wrong);
    assertThat(file("apps/staging/web.yaml")).isEqualTo(NEWER);
    assertThat(declined())
        .singleElement()
        .satisfies(
            no -> {
              assertThat(no.reason()).isEqualTo(DeclineReason.UNSUITABLE_MARKER);
              assertThat(no.message())
                  .isEqualTo(
                      "apps/dev/web.yaml:1: the marker slipway:web sets a whole reference"
                          + " (name:tag), but 'tag' holds a tag alone; write {\"$imagepolicy\":"
                          + " \"slipway:web:tag\"}");
            });
  }

  @Test
  void reportsAMarkerWhosePolicyNobodyDeclares() throws InterruptedException {
    String unknown = "image: ghcr.io/acme/wbe:1.0.0 # {\"$imagepolicy\": \"slipway:wbe\"}\n";
    start(
        CONFIGURATION,
        Map.of("apps/dev/web.yaml", MARKED + "---\n" + unknown, "apps/staging/web.yaml", unknown));

    push("1.1.0");

    assertThat(file("apps/dev/web.yaml")).isEqualTo(NEWER + "---\n" + unknown);
    assertThat(declined())
        .extracting(
            no -> no.environment().toString(),
            UpdateDeclined::reason,
            UpdateDeclined::file,
            UpdateDeclined::line)
        .containsExactlyInAnyOrder(
            tuple("dev", DeclineReason.UNKNOWN_POLICY, "apps/dev/web.yaml", 3),
            tuple("staging", DeclineReason.UNKNOWN_POLICY, "apps/staging/web.yaml", 1));
    assertThat(declined().getFirst().message())
        .contains(
            "the marker names the policy 'slipway:wbe', which nobody declares: add it to images in"
                + " slipway.yaml, or correct the marker");
  }

  @Test
  void aBaseThatOnlyOneEnvironmentReachesIsItsOwn() throws InterruptedException {
    start(
        CONFIGURATION,
        Map.of(
            "apps/base/kustomization.yaml",
            "resources: [web.yaml]\n",
            "apps/base/web.yaml",
            DEPLOYMENT,
            "apps/dev/kustomization.yaml",
            "resources: [../base]\n",
            "apps/staging/web.yaml",
            MARKED));
    assertThat(images("dev")).containsExactly(tuple("ghcr.io/acme/web:1.0.0", "web"));
    writer.forget();

    push("1.1.0");

    assertThat(file("apps/base/web.yaml")).contains("1.1.0");
    assertThat(declined()).isEmpty();
    assertThat(images("dev"))
        .as("a change of the base is a revision of who reaches it")
        .containsExactly(tuple("ghcr.io/acme/web:1.1.0", "web"));
  }

  @Test
  void aBaseThatOthersUseIsNotChangedForOne() throws InterruptedException {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("apps/base/kustomization.yaml", "resources: [web.yaml]\n");
    files.put("apps/base/web.yaml", MARKED);
    files.put("apps/dev/kustomization.yaml", "resources: [../base]\n");
    files.put("apps/staging/kustomization.yaml", "resources: [../base]\n");
    start(CONFIGURATION.replace("apps/staging, follow: [web]", "apps/staging"), files);

    push("1.1.0");

    assertThat(file("apps/base/web.yaml")).isEqualTo(MARKED);
    assertThat(declined())
        .singleElement()
        .satisfies(
            no -> {
              assertThat(no.environment()).hasToString("dev");
              assertThat(no.reason()).isEqualTo(DeclineReason.SHARED_FILE);
              assertThat(no.message())
                  .isEqualTo(
                      "apps/base/web.yaml:1: the version of web stands in a file that staging uses"
                          + " too; say it for dev alone, with images: and newTag in"
                          + " apps/dev/kustomization.yaml, or name this file under targets in"
                          + " slipway.yaml");
            });
  }

  @Test
  void aBaseThatAllFollowAlikeMovesForAll() throws InterruptedException {
    start(
        CONFIGURATION,
        Map.of(
            "apps/base/kustomization.yaml", "resources: [web.yaml]\n",
            "apps/base/web.yaml", MARKED,
            "apps/dev/kustomization.yaml", "resources: [../base]\n",
            "apps/staging/kustomization.yaml", "resources: [../base]\n"));

    push("1.1.0");

    assertThat(file("apps/base/web.yaml")).isEqualTo(NEWER);
    assertThat(declined()).isEmpty();
  }

  @Test
  void anOverlaysOwnVersionIsPreferredToTheBase() throws InterruptedException {
    String overlay = "resources: [../base]\nimages: [{name: ghcr.io/acme/web, newTag: 1.0.0}]\n";
    start(
        CONFIGURATION,
        Map.of(
            "apps/base/kustomization.yaml",
            "resources: [web.yaml]\n",
            "apps/base/web.yaml",
            DEPLOYMENT.replace("1.0.0", "0.1.0"),
            "apps/dev/kustomization.yaml",
            overlay,
            "apps/staging/kustomization.yaml",
            overlay.replace("1.0.0", "2.0.0")));
    assertThat(images("staging")).containsExactly(tuple("ghcr.io/acme/web:2.0.0", "web"));

    push("1.1.0");

    assertThat(file("apps/base/web.yaml")).contains("0.1.0");
    assertThat(file("apps/dev/kustomization.yaml")).isEqualTo(overlay.replace("1.0.0", "1.1.0"));
    assertThat(file("apps/staging/kustomization.yaml"))
        .isEqualTo(overlay.replace("1.0.0", "2.0.0"));
  }

  @Test
  void saysThatATargetIsALink() throws InterruptedException, IOException {
    start(
        CONFIGURATION + "targets: [{image: web, file: apps/dev/web.yaml, path: image}]\n",
        Map.of("apps/dev/other.yaml", "a: b\n", "apps/staging/web.yaml", MARKED));
    Path clone = folder.resolve("clone");
    Git.output(folder, "clone", "-q", writer.server.directory("shop").toString(), "clone");
    Files.createSymbolicLink(clone.resolve("apps/dev/web.yaml"), Path.of("../../../etc/passwd"));
    Git.output(clone, "add", "-A");
    Git.output(clone, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "Link");
    Git.output(clone, "push", "-q", "origin", "HEAD:main");

    push("1.1.0");

    assertThat(file("apps/staging/web.yaml")).isEqualTo(NEWER);
    assertThat(declined())
        .singleElement()
        .satisfies(
            no -> {
              assertThat(no.reason()).isEqualTo(DeclineReason.LINKED_FILE);
              assertThat(no.message())
                  .isEqualTo(
                      "apps/dev/web.yaml: the file is a symbolic link to ../../../etc/passwd, and"
                          + " links are never followed: name the file itself, or put it there");
            });
  }

  @Test
  void saysThatATargetIsNotThere() throws InterruptedException {
    start(
        CONFIGURATION
            + "targets: [{image: web, file: apps/dev/web.yaml, path: image},"
            + " {image: web, file: apps/staging/web.yaml, path: spec.image}]\n",
        Map.of("apps/dev/other.yaml", "a: b\n", "apps/staging/web.yaml", "a: b\n"));

    push("1.1.0");

    assertThat(declined())
        .extracting(UpdateDeclined::reason, UpdateDeclined::message)
        .containsExactlyInAnyOrder(
            tuple(
                DeclineReason.NO_TARGET,
                "apps/dev/web.yaml: there is no such file, but targets in slipway.yaml names it:"
                    + " correct it there"),
            tuple(
                DeclineReason.NO_TARGET,
                "apps/staging/web.yaml: nothing at 'spec.image': line 1 has no 'spec' (its keys:"
                    + " a)"));
  }

  @Test
  void saysThatATargetIsNotOfThisEnvironment() throws InterruptedException {
    start(
        CONFIGURATION + "targets: [{image: web, file: values/web.yaml, path: image}]\n",
        Map.of(
            "values/web.yaml", "image: ghcr.io/acme/web:1.0.0\n",
            "apps/dev/other.yaml", "a: b\n",
            "apps/staging/web.yaml", MARKED));

    push("1.1.0");

    assertThat(file("apps/staging/web.yaml")).isEqualTo(NEWER);
    assertThat(declined())
        .singleElement()
        .satisfies(
            no -> {
              assertThat(no.environment().toString()).isEqualTo("dev");
              assertThat(no.message())
                  .contains("values/web.yaml", "lies outside of apps/dev", "name a file of this");
            });
  }

  @Test
  void annotationsOfFluxV1DecideForTheirWorkload() throws InterruptedException {
    String release =
        """
        kind: HelmRelease
        metadata:
          annotations:
            fluxcd.io/automated: "true"
            filter.fluxcd.io/chart-image: %s
        spec: {values: {image: {repository: ghcr.io/acme/web, tag: 1.0.0}}}
        """;
    String locked =
        DEPLOYMENT + "metadata: {name: web, annotations: {fluxcd.io/automated: 'false'}}\n";
    start(
        CONFIGURATION,
        Map.of(
            "apps/dev/taken.yaml", release.formatted("semver:~1.1"),
            "apps/dev/other.yaml", release.formatted("glob:2.*"),
            "apps/staging/web.yaml", locked));

    push("1.1.0");

    assertThat(file("apps/dev/taken.yaml")).contains("tag: 1.1.0");
    assertThat(file("apps/dev/other.yaml")).contains("tag: 1.0.0");
    assertThat(file("apps/staging/web.yaml")).isEqualTo(locked);
    assertThat(declined())
        .singleElement()
        .satisfies(
            no -> {
              assertThat(no.reason()).isEqualTo(DeclineReason.NOT_MATCHED);
              assertThat(no.message())
                  .isEqualTo(
                      "apps/staging/web.yaml:3: Flux's annotation keeps new versions from coming by"
                          + " themselves");
            });
  }

  @Test
  void neverTakesAFileBackThatIsAheadOfTheOthers() throws InterruptedException {
    start(
        CONFIGURATION,
        Map.of(
            "apps/dev/ahead.yaml", DEPLOYMENT.replace("1.0.0", "1.2.0"),
            "apps/dev/web.yaml", DEPLOYMENT,
            "apps/staging/web.yaml", MARKED));

    push("1.1.0");

    assertThat(file("apps/dev/ahead.yaml")).contains("1.2.0");
    assertThat(file("apps/dev/web.yaml")).contains("1.1.0");
  }

  @Test
  void saysThatARepositoryBelongsToSeveralImages() throws InterruptedException {
    start(
        CONFIGURATION
            .replace(
                "environments:",
                "  canary: {repository: ghcr.io/acme/web, policy: {semver: '>=2.0.0'}}\n"
                    + "environments:")
            .replace("apps/dev, follow: [web]", "apps/dev, follow: [web, canary]"),
        Map.of("apps/dev/web.yaml", DEPLOYMENT, "apps/staging/web.yaml", DEPLOYMENT));

    push("1.1.0");

    assertThat(file("apps/dev/web.yaml")).isEqualTo(DEPLOYMENT);
    assertThat(file("apps/staging/web.yaml")).as("only one is followed").contains("1.1.0");
    assertThat(declined())
        .filteredOn(no -> no.reason() == DeclineReason.AMBIGUOUS_TARGET)
        .singleElement()
        .extracting(UpdateDeclined::message)
        .isEqualTo(
            "apps/dev/web.yaml:2: ghcr.io/acme/web is the repository of web and canary, and nothing"
                + " says which of them this value follows; put the marker # {\"$imagepolicy\":"
                + " \"slipway:NAME\"} behind it");
  }

  private void start(String configuration, Map<String, String> files) throws InterruptedException {
    Map<String, String> all = new LinkedHashMap<>(files);
    all.put("slipway.yaml", configuration);
    writer = new WriterOnGit(folder, all);
    writer.work();
  }

  private void push(String tag) throws InterruptedException {
    writer.deliver(published(tag));
    writer.work();
  }

  private String file(String path) {
    return writer.file(path);
  }

  private List<UpdateDeclined> declined() {
    return writer.publisher.events(UpdateDeclined.class);
  }

  private List<Tuple> images(String environment) {
    return writer.publisher.events(RevisionCommitted.class).stream()
        .filter(committed -> committed.environment().equals(EnvironmentName.parse(environment)))
        .reduce((_, later) -> later)
        .orElseThrow()
        .revision()
        .images()
        .stream()
        .map(image -> tuple(image.reference().toString(), image.name()))
        .toList();
  }
}
