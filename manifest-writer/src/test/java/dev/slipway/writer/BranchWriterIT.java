package dev.slipway.writer;

import static dev.slipway.writer.WriterOnGit.ANNA;
import static dev.slipway.writer.WriterOnGit.deployment;
import static dev.slipway.writer.WriterOnGit.digest;
import static dev.slipway.writer.WriterOnGit.published;
import static dev.slipway.writer.WriterOnGit.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.slipway.events.ConfigurationRejected;
import dev.slipway.events.DeployRequested;
import dev.slipway.events.Environment;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ImageAbsent;
import dev.slipway.events.ImageFound;
import dev.slipway.events.ImageLookupRequested;
import dev.slipway.events.LookupRefused;
import dev.slipway.events.PromotionRequested;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.RestartDecided;
import dev.slipway.events.RestartRequested;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RollbackRequested;
import dev.slipway.events.ScanRequested;
import dev.slipway.events.UnpinRequested;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Tag;
import dev.slipway.writer.configuration.CommitTemplate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BranchWriterIT {
  private static final EnvironmentName STAGING = EnvironmentName.parse("staging");
  private static final EnvironmentName PRODUCTION = EnvironmentName.parse("production");

  private WriterOnGit writer;

  @BeforeEach
  void start(@TempDir Path folder) throws InterruptedException {
    writer = new WriterOnGit(folder, WriterOnGit.sample());
    writer.work();
  }

  @AfterEach
  void stop() {
    writer.close();
  }

  @Test
  void publishesTheConfigurationAndIssuesTheHeadOfEachEnvironment() {
    assertThat(writer.publisher.events(Environment.class))
        .extracting(environment -> environment.name().toString())
        .containsExactly("staging", "production");
    assertThat(writer.publisher.events(ScanRequested.class)).hasSize(1);
    assertThat(writer.publisher.events(RevisionCommitted.class))
        .extracting(committed -> committed.environment().toString())
        .containsExactlyInAnyOrder("staging", "production");
  }

  @Test
  void namesEveryImageOfARevisionAndWhetherItIsProven() {
    RevisionCommitted production =
        writer.publisher.events(RevisionCommitted.class).stream()
            .filter(committed -> committed.environment().equals(PRODUCTION))
            .findFirst()
            .orElseThrow();

    assertThat(production.revision().images())
        .extracting(image -> image.reference().toString(), DesiredImage::name, DesiredImage::proven)
        .containsExactlyInAnyOrder(
            tuple("ghcr.io/acme/web:1.0.0", "web", false),
            tuple("docker.io/envoyproxy/envoy:v1.30.0", null, false));
  }

  @Test
  void commitsANewerVersionAndTellsItFromTheLog() throws InterruptedException {
    writer.forget();
    var push = writer.deliver(published("1.1.0"));

    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.1.0 in staging");
    assertThat(writer.file("apps/staging/web.yaml")).isEqualTo(deployment("1.1.0"));
    assertThat(writer.file("apps/production/web.yaml")).isEqualTo(deployment("1.0.0"));
    assertThat(writer.publisher.published())
        .singleElement()
        .satisfies(
            envelope -> {
              assertThat(envelope.correlationId()).isEqualTo(push.id());
              RevisionCommitted committed = (RevisionCommitted) envelope.event();
              assertThat(committed.environment()).isEqualTo(STAGING);
              assertThat(committed.ours()).isTrue();
              assertThat(committed.updates()).singleElement().extracting("to").isEqualTo("1.1.0");
              assertThat(committed.revision().images().getFirst().digest())
                  .isEqualTo(digest("1.1.0"));
            });
  }

  @Test
  void commitsOnceWhateverIsRedelivered() throws InterruptedException {
    var push = writer.deliver(published("1.1.0"));
    writer.work();
    writer.forget();

    writer.redeliver(push);
    writer.work();

    assertThat(writer.commits()).isEqualTo(2);
    assertThat(writer.publisher.published()).isEmpty();
  }

  @Test
  void neverGoesBackWhateverOrderVersionsComeIn() throws InterruptedException {
    writer.deliver(published("1.2.0"));
    writer.deliver(published("1.1.0"));
    writer.work();
    writer.deliver(published("1.1.5"));
    writer.work();

    assertThat(writer.log()).containsExactly("web 1.0.0 → 1.2.0 in staging", "Begin");
    assertThat(writer.publisher.events(UpdateDeclined.class))
        .extracting(UpdateDeclined::reason, declined -> String.valueOf(declined.candidate()))
        .containsExactly(
            tuple(DeclineReason.NOT_NEWER, "ghcr.io/acme/web:1.1.0@" + digest("1.1.0")),
            tuple(DeclineReason.NOT_NEWER, "ghcr.io/acme/web:1.1.5@" + digest("1.1.5")));
  }

  @Test
  void saysWhyATagThatFitsNoPolicyChangesNothing() throws InterruptedException {
    writer.deliver(published("latest"));

    writer.work();

    assertThat(writer.publisher.events(UpdateDeclined.class))
        .singleElement()
        .extracting(UpdateDeclined::reason)
        .isEqualTo(DeclineReason.NOT_MATCHED);
  }

  @Test
  void losesNoEventWhereItDiesBetweenPushAndPublish() throws InterruptedException {
    writer.forget();
    var push = writer.deliver(published("1.1.0"));
    writer.server.beforeNextPush(() -> writer.publisher.failNext(1));

    writer.crash();
    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.1.0 in staging");
    assertThat(writer.publisher.published()).isEmpty();
    writer.work();

    assertThat(writer.commits()).isEqualTo(2);
    assertThat(writer.publisher.published())
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.traceparent()).isEqualTo(push.traceparent()).isNotNull();
              RevisionCommitted committed = (RevisionCommitted) e.event();
              assertThat(committed.updates()).hasSize(1);
              assertThat(committed.revision().causedAt()).isEqualTo(push.time());
            });
    assertThat(writer.state().inbox().candidates()).isEmpty();
  }

  @Test
  void decidesAgainWhereSomebodyElsePushedFirst() throws InterruptedException {
    writer.deliver(published("1.1.0"));
    writer.server.beforeNextPush(
        () ->
            writer.server.commit(
                "shop",
                "main",
                "Newer by hand",
                Map.of("apps/staging/web.yaml", deployment("1.3.0"))));

    writer.work();

    assertThat(writer.log()).containsExactly("Newer by hand", "Begin");
    assertThat(writer.file("apps/staging/web.yaml")).isEqualTo(deployment("1.3.0"));
    assertThat(writer.publisher.events(UpdateDeclined.class))
        .last()
        .extracting(UpdateDeclined::reason)
        .isEqualTo(DeclineReason.NOT_NEWER);
  }

  @Test
  void putsUpdatesThatArriveTogetherIntoOneCommit() throws InterruptedException {
    writer.deliver(published("1.1.0"));
    writer.deliver(published("1.2.0"));

    writer.work();

    assertThat(writer.log()).containsExactly("web 1.0.0 → 1.2.0 in staging", "Begin");
  }

  @Test
  void putsUpdatesThatArriveDuringAPushTogetherIntoTheNext() throws InterruptedException {
    writer.deliver(published("1.1.0"));
    writer.server.beforeNextPush(
        () -> {
          writer.deliver(published("1.2.0"));
          writer.deliver(published("1.3.0"));
        });
    writer.work();
    writer.work();

    assertThat(writer.log())
        .containsExactly("web 1.1.0 → 1.3.0 in staging", "web 1.0.0 → 1.1.0 in staging", "Begin");
  }

  @Test
  void wordsItsCommitsAsTheSettingsSay() throws InterruptedException {
    writer.word(new CommitTemplate("deploy({environments}): {images} {to}", "{files}"));
    writer.deliver(published("1.1.0"));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("deploy(staging): web 1.1.0");
    assertThat(writer.message())
        .contains("apps/staging/web.yaml:9: ghcr.io/acme/web:1.0.0 → ghcr.io/acme/web:1.1.0");
    assertThat(staging().ours()).isTrue();
  }

  @Test
  void wordsItsCommitsAsTheRepositorySaysBeforeTheSettings() throws InterruptedException {
    writer.word(new CommitTemplate("the settings' words", ""));
    writer.commit(
        "Word them",
        "slipway.yaml",
        WriterOnGit.CONFIGURATION + "commits: {subject: 'chore({environments}): {images} {to}'}\n");
    writer.deliver(published("1.1.0"));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("chore(staging): web 1.1.0");
  }

  @Test
  void losesNoCommitToATemplateThatSaysNothing() throws InterruptedException {
    writer.commit(
        "Word them",
        "slipway.yaml",
        WriterOnGit.CONFIGURATION + "commits: {subject: '{reason}', body: ''}\n");
    writer.forget();
    writer.deliver(published("1.1.0"));
    writer.work();

    assertThat(writer.publisher.events(ConfigurationRejected.class))
        .singleElement()
        .satisfies(
            rejected ->
                assertThat(rejected.problems().getFirst().toString())
                    .contains("commits.subject: the commit subject names '{reason}'"));
    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.1.0 in staging");
  }

  @Test
  void tellsOfAPersonsCommitAsOfItsOwn() throws InterruptedException {
    writer.forget();
    writer.server.commit(
        "shop", "main", "Scale up", Map.of("apps/production/extra.yaml", "kind: ConfigMap\n"));

    writer.work();

    assertThat(writer.publisher.events(RevisionCommitted.class))
        .singleElement()
        .satisfies(
            committed -> {
              assertThat(committed.environment()).isEqualTo(PRODUCTION);
              assertThat(committed.ours()).isFalse();
              assertThat(committed.subject()).isEqualTo("Scale up");
              assertThat(committed.author()).isNotEmpty().isNotEqualTo("Slipway");
              assertThat(committed.updates()).isEmpty();
              assertThat(committed.revision().causedAt()).isNull();
            });
  }

  @Test
  void aChartOutsideTheFolderBelongsToTheEnvironmentThatReleasesIt() throws InterruptedException {
    writer.server.commit(
        "shop",
        "main",
        "Share a chart",
        Map.of(
            "apps/production/release.yaml",
            "kind: HelmRelease\nspec:\n  chart:\n    spec:\n      chart: ./charts/db # ours\n"
                + "      valuesFiles: [values/db.yaml]\n",
            "charts/db/Chart.yaml",
            "name: db\n"));
    writer.work();

    assertThat(touchedBy("charts/db/templates/a.yaml")).containsExactly("production");
    assertThat(touchedBy("values/db.yaml")).containsExactly("production");
    assertThat(touchedBy("charts/other/Chart.yaml")).isEmpty();
  }

  private List<String> touchedBy(String file) throws InterruptedException {
    writer.forget();
    writer.server.commit("shop", "main", "Change " + file, Map.of(file, "kind: Secret\n"));
    writer.work();
    return writer.publisher.events(RevisionCommitted.class).stream()
        .map(committed -> committed.environment().toString())
        .toList();
  }

  @Test
  void numbersAnewAboveTheLastAfterAForcePush() throws InterruptedException {
    RevisionCommitted before = writer.publisher.events(RevisionCommitted.class).getFirst();
    writer.forget();
    Path bare = writer.server.directory("shop");
    Git.output(bare, "branch", "-f", "main", orphan(bare));

    writer.work();

    assertThat(writer.publisher.events(RevisionCommitted.class))
        .hasSize(2)
        .allSatisfy(
            after ->
                assertThat(after.revision().sequence().isAfter(before.revision().sequence()))
                    .isTrue());
  }

  private static String orphan(Path bare) {
    String tree = Git.lines(bare, "rev-parse", "main^{tree}").getFirst();
    return Git.lines(
            bare, "-c", "user.name=A", "-c", "user.email=a@b", "commit-tree", tree, "-m", "Anew")
        .getFirst();
  }

  /** B6: what another repository deploys is not ours to declare, and none of its files to write. */
  @Test
  void anEnvironmentBelongsToTheRepositoryThatDeclaredItFirst() throws InterruptedException {
    GitRepository other = GitRepository.parse("https://git.example/other.git");
    writer.configuration.put(
        new Environment(
            EnvironmentName.parse("canary"),
            other,
            GitBranch.parse("main"),
            "apps/staging",
            true,
            "main",
            "default",
            List.of(),
            null,
            null,
            false,
            null));
    writer.forget();
    writer.commit(
        "Take it over",
        "slipway.yaml",
        WriterOnGit.CONFIGURATION + "  canary: {cluster: main, path: apps/staging}\n");

    writer.work();

    assertThat(writer.publisher.events(ConfigurationRejected.class))
        .singleElement()
        .satisfies(
            rejected ->
                assertThat(rejected.problems())
                    .singleElement()
                    .hasToString(
                        "environments.canary: this name belongs to https://git.example/other.git,"
                            + " which declared it first; choose another, or drop it there"));
    assertThat(writer.publisher.events(Environment.class)).isEmpty();
    writer.deliver(
        new DeployRequested(EnvironmentName.parse("canary"), "web", "1.1.0", false, ANNA, null));
    writer.work();
    assertThat(writer.publisher.events(UpdateDeclined.class))
        .singleElement()
        .extracting(UpdateDeclined::reason, UpdateDeclined::message)
        .containsExactly(
            DeclineReason.UNKNOWN_ENVIRONMENT,
            "the environment 'canary' belongs to https://git.example/other.git, branch main: only"
                + " its manifest-writer decides here (slipway.writer.repositories)");
  }

  @Test
  void keepsTheLastGoodConfigurationWhereTheNewOneIsBroken() throws InterruptedException {
    writer.forget();
    writer.server.commit(
        "shop", "main", "Break it", Map.of("slipway.yaml", "version: 1\nimagess: {}\n"));
    writer.deliver(published("1.1.0"));

    writer.work();

    assertThat(writer.publisher.events(ConfigurationRejected.class))
        .singleElement()
        .satisfies(
            rejected ->
                assertThat(rejected.problems().getFirst().toString())
                    .startsWith("line 2: imagess: there is no such setting"));
    assertThat(writer.configuration.environments()).hasSize(2);
    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.1.0 in staging");
  }

  @Test
  void decidesFromWhatTheRegistryHoldsAfterAScan() throws InterruptedException {
    writer.deliver(
        new RepositoryScanned(
            WriterOnGit.WEB,
            List.of(Tag.parse("1.4.0"), Tag.parse("latest"), Tag.parse("1.3.0")),
            true));

    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.4.0 in staging");
    assertThat(writer.publisher.events(UpdateDeclined.class)).isEmpty();
  }

  @Test
  void deploysAnyVersionThatExistsAndKeepsAPinnedOne() throws InterruptedException {
    writer.deliver(published("1.2.0"));
    writer.work();
    deploy("staging", "1.1.0", true);

    writer.work();
    answer("1.1.0");
    writer.work();
    writer.deliver(published("1.3.0"));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("web 1.2.0 → 1.1.0 in staging");
    assertThat(writer.file(".slipway/pins.yaml")).contains("'staging':\n  'web': '1.1.0'");
    assertThat(writer.publisher.events(UpdateDeclined.class))
        .last()
        .extracting(UpdateDeclined::reason)
        .isEqualTo(DeclineReason.PINNED);

    writer.deliver(new UnpinRequested(STAGING, "web", ANNA, null));
    writer.work();
    assertThat(writer.file(".slipway/pins.yaml")).doesNotContain("web");
    assertThat(writer.publisher.events(ScanRequested.class)).hasSize(2);
  }

  @Test
  void refusesAVersionThatTheRegistryDoesNotHold() throws InterruptedException {
    deploy("staging", "9.9.9", false);
    writer.work();
    var lookup = lookup();

    writer.deliver(
        new ImageAbsent(
            WriterOnGit.WEB, lookup.id(), lookup.event().reference(), "manifest unknown"));
    writer.work();

    assertThat(writer.publisher.events(UpdateDeclined.class))
        .singleElement()
        .extracting(UpdateDeclined::reason)
        .isEqualTo(DeclineReason.IMAGE_ABSENT);
    assertThat(writer.commits()).isEqualTo(1);
  }

  @Test
  void declinesAVersionThatItsRegistryRefusesToShow() throws InterruptedException {
    deploy("staging", "1.3.0", false);
    writer.work();
    var lookup = lookup();

    writer.deliver(
        new LookupRefused(
            WriterOnGit.WEB,
            lookup.id(),
            lookup.event().reference(),
            "UNAUTHORIZED",
            "set a user for the registry"));
    writer.work();

    UpdateDeclined declined = writer.publisher.events(UpdateDeclined.class).getFirst();
    assertThat(declined.reason()).isEqualTo(DeclineReason.REGISTRY_REFUSED);
    assertThat(declined.message()).contains("1.3.0", "set a user for the registry", "ask again");
    assertThat(writer.commits()).isEqualTo(1);
  }

  @Test
  void promotesOnlyWhatWasProvenInTheSource() throws InterruptedException {
    writer.deliver(new PromotionRequested(PRODUCTION, List.of(), ANNA, null));
    writer.work();
    assertThat(writer.publisher.events(UpdateDeclined.class))
        .singleElement()
        .extracting(UpdateDeclined::reason)
        .isEqualTo(DeclineReason.NOT_PROVEN);

    writer.deliver(succeeded("staging", "1.1.0"));
    writer.deliver(new PromotionRequested(PRODUCTION, List.of(), ANNA, null));
    writer.work();

    // The file's reference can hold the digest, so it is written there: nothing can move it.
    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.1.0 in production");
    assertThat(writer.file("apps/production/web.yaml"))
        .isEqualTo(deployment("1.1.0@" + digest("1.1.0")));
    assertThat(writer.publisher.events(RevisionCommitted.class).getLast().revision().images())
        .first()
        .extracting(DesiredImage::proven)
        .isEqualTo(true);
  }

  @Test
  void issuesARevisionAgainWhenItsImagesAreProven() throws InterruptedException {
    RevisionCommitted first = production();
    writer.forget();

    writer.deliver(succeeded("staging", "1.0.0"));
    writer.work();

    assertThat(production().revision().sequence()).isEqualTo(first.revision().sequence());
    assertThat(production().revision().images().getFirst().proven()).isTrue();
    assertThat(first.again()).isNull();
    assertThat(production().again()).as("who watches for strange commits was told").isTrue();
  }

  @Test
  void rollsBackToTheLastVersionProvenThere() throws InterruptedException {
    writer.deliver(succeeded("staging", "1.0.0"));
    writer.deliver(published("1.1.0"));
    writer.work();

    writer.deliver(new RollbackRequested(STAGING, List.of(), ANNA, "it crashes"));
    writer.work();
    writer.deliver(new RepositoryScanned(WriterOnGit.WEB, List.of(Tag.parse("1.1.0")), true));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("web 1.1.0 → 1.0.0 in staging");
    writer.deliver(published("1.2.0"));
    writer.work();
    assertThat(writer.log().getFirst()).startsWith("web 1.0.0");
    assertThat(writer.file("apps/staging/web.yaml")).contains("web:1.2.0");
  }

  @Test
  void remembersAPersonsChoiceWhereItDiesRightAfterThePush() throws InterruptedException {
    writer.deliver(succeeded("staging", "1.0.0"));
    writer.deliver(published("1.1.0"));
    writer.work();
    writer.deliver(new RollbackRequested(STAGING, List.of(), ANNA, "it crashes"));
    writer.server.beforeNextPush(() -> writer.publisher.failNext(1));

    writer.crash();

    assertThat(writer.log().getFirst()).isEqualTo("web 1.1.0 → 1.0.0 in staging");
    assertThat(writer.state().choices().byImage()).containsOnlyKeys("staging/web");
    writer.deliver(new RepositoryScanned(WriterOnGit.WEB, List.of(Tag.parse("1.1.0")), true));
    writer.work();
    assertThat(writer.log().getFirst()).isEqualTo("web 1.1.0 → 1.0.0 in staging");
  }

  @Test
  void numbersRestartsWithoutACommit() throws InterruptedException {
    RevisionCommitted head = staging();
    writer.forget();

    var asked = writer.deliver(new RestartRequested(STAGING, null, ANNA, null));
    writer.work();
    writer.redeliver(asked);
    writer.work();

    assertThat(writer.publisher.events(RestartDecided.class))
        .singleElement()
        .satisfies(
            decided -> {
              assertThat(decided.revision().sequence())
                  .isEqualTo(head.revision().sequence().nextRestart());
              assertThat(decided.revision().restarts()).hasSize(1);
            });
    assertThat(writer.commits()).isEqualTo(1);
  }

  @Test
  void leavesOutAnEnvironmentWhoseFilesCannotBeEdited() throws InterruptedException {
    writer.server.commit(
        "shop",
        "main",
        "A merge gone wrong",
        Map.of("apps/staging/web.yaml", "<<<<<<< HEAD\n" + deployment("1.0.0") + ">>>>>>> x\n"));
    writer.deliver(published("1.1.0"));

    writer.work();

    assertThat(writer.commits()).isEqualTo(2);
    assertThat(writer.publisher.events(UpdateDeclined.class)).isNotEmpty();
  }

  @Test
  void keepsAnUpdateThatTheHostDoesNotTake() throws InterruptedException {
    writer.deliver(published("1.1.0"));
    writer.server.rejectPushes("protected branch");

    writer.crash();
    assertThat(writer.publisher.events(UpdateDeclined.class))
        .singleElement()
        .satisfies(
            declined -> {
              assertThat(declined.reason()).isEqualTo(DeclineReason.PUSH_REJECTED);
              assertThat(declined.message()).contains("protected branch");
            });
    writer.server.recover();
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.1.0 in staging");
  }

  private RevisionCommitted staging() {
    return last(STAGING);
  }

  private RevisionCommitted production() {
    return last(PRODUCTION);
  }

  private RevisionCommitted last(EnvironmentName environment) {
    return writer.publisher.events(RevisionCommitted.class).stream()
        .filter(committed -> committed.environment().equals(environment))
        .reduce((_, later) -> later)
        .orElseThrow();
  }

  private void deploy(String environment, String version, boolean pin) {
    writer.deliver(
        new DeployRequested(EnvironmentName.parse(environment), "web", version, pin, ANNA, null));
  }

  private void answer(String tag) {
    var lookup = lookup();
    assertThat(lookup.event().reference())
        .isEqualTo(new ImageReference(WriterOnGit.WEB, Tag.parse(tag), null));
    writer.deliver(
        new ImageFound(WriterOnGit.WEB, lookup.id(), Tag.parse(tag), digest(tag), null, Map.of()));
  }

  @SuppressWarnings("unchecked")
  private EventEnvelope<ImageLookupRequested> lookup() {
    return (EventEnvelope<ImageLookupRequested>)
        writer.publisher.published().stream()
            .filter(envelope -> envelope.event() instanceof ImageLookupRequested)
            .reduce((_, later) -> later)
            .orElseThrow();
  }
}
