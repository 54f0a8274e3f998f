package dev.slipway.console.cli;

import static dev.slipway.console.Shop.PRODUCTION;
import static dev.slipway.console.Shop.STAGING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.console.RunningConsole;
import dev.slipway.console.Shop;
import dev.slipway.events.AdoptionReported;
import dev.slipway.events.AdoptionRequested;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.ConfigurationRejected;
import dev.slipway.events.DeployRequested;
import dev.slipway.events.DiffReported;
import dev.slipway.events.DiffRequested;
import dev.slipway.events.EnvironmentCreated;
import dev.slipway.events.EnvironmentSetupRequested;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.GateOverrideRequested;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.OutageBegun;
import dev.slipway.events.OutageEnded;
import dev.slipway.events.PromotionRequested;
import dev.slipway.events.QuestionDeclined;
import dev.slipway.events.RequestEvent;
import dev.slipway.events.RestartRequested;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RollbackRequested;
import dev.slipway.events.UnpinRequested;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.ConfigurationProblem;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.FieldChange;
import dev.slipway.events.value.ForeignFields;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.ObjectDiff;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RolloutFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlipwayCommandTest {
  private record Ran(int exitCode, String out, String err) {}

  @TempDir static Path folder;
  private static RunningConsole console;
  private static int position;

  @BeforeAll
  static void start() throws Exception {
    console = RunningConsole.start(folder);
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  @AfterEach
  void forget() {
    console.publisher.clear();
  }

  @Test
  void statusShowsWhatRunsWhatIsDesiredAndWhyItWaits() {
    console.shop.run(PRODUCTION, next(), "1.4.1");
    var committed = console.shop.commit(console.shop.push("1.4.2"), PRODUCTION, next(), "1.4.2");
    console.shop.hold(
        committed, HoldReason.Kind.QUEUE_NOT_EMPTY, "us-west-2: 1 running, us-east-2: empty");
    Ran ran = run("status", "production");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .matches(
            "(?s)production  web  1\\.4\\.1 → 1\\.4\\.2  HELD us-west-2: 1 running, us-east-2:"
                + " empty, since [-0-9]* ?\\d\\d:\\d\\d, clears 60 s after the last job\n");
  }

  @Test
  void aPlaceThatDoesNotAnswerIsNamedWithWhatWaitsForIt() {
    var cleared =
        console.shop.clear(
            console.shop.commit(console.shop.push("1.4.9"), STAGING, next(), "1.4.9"));
    Revision revision = cleared.event().revision();
    Instant since = Instant.parse("2026-11-20T21:40:00Z");
    console.shop.history.tell(
        cleared,
        new OutageBegun(
            STAGING,
            revision.sequence(),
            "Git repository https://git.example/acme/ops",
            "GIT_UNAVAILABLE",
            since,
            "connection refused",
            true));
    String words =
        "Git repository https://git.example/acme/ops does not answer since [-0-9]* ?\\d\\d:\\d\\d"
            + " \\(connection refused\\); ";

    assertThat(run("status", "staging").out())
        .contains("waits for Git repository https://git.example/acme/ops, which does not answer")
        .containsPattern(
            "staging +- +- +" + words + "revision " + revision.commit().abbreviated() + " waits");
    assertThat(run("services").out())
        .containsPattern(words + "waiting: staging " + revision.commit().abbreviated());
    assertThat(run("services", "--output", "json").out()).contains("2026-11-20T21:40:00Z");

    console.shop.history.tell(
        cleared,
        new OutageEnded(
            STAGING,
            revision.sequence(),
            "Git repository https://git.example/acme/ops",
            since,
            Duration.ofMinutes(12)));
    assertThat(run("status", "staging").out()).doesNotContain("does not answer");
    assertThat(run("services").out()).doesNotContain("does not answer");
  }

  @Test
  void jsonIsWhatTheConsoleSays() {
    Ran ran = run("status", "--output", "json");
    assertThat(ran.exitCode()).isZero();
    assertThat(ConsoleClient.json(ran.out()).path("environments").size()).isEqualTo(4);
  }

  @Test
  void servicesShowWhoIsDown() {
    assertThat(run("services").out())
        .containsPattern("cluster-applier +none +down +3 events")
        .containsPattern("queue-guard +guard-1 +0 1 +nothing");
  }

  @Test
  void eventsShowWhatHappened() {
    console.shop.push("3.0.0");
    Ran ran = run("events", "--image", "web", "--type", "image-published", "--last", "1");
    assertThat(ran.out())
        .containsPattern("\\d\\d:\\d\\d:\\d\\d +image-published +ghcr.io/acme/web:3.0.0 published");
    assertThat(run("events", "--since", "yesterday").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void whyTellsTheStory() {
    console.shop.run(STAGING, next(), "3.1.0");
    Ran ran = run("why", "web:3.1.0", "staging");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .contains("image-published", "staging: runs", "rollout-succeeded")
        .containsPattern("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  \\+0 ms  revision-committed");
    assertThat(run("why", "wbe").out()).contains("no slipway.yaml names wbe. Watched: api, web");
  }

  @Test
  void whatNoRegistryHoldsIsNotAskedFor() {
    Ran ran = run("deploy", "dev", "web:feature/x");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).contains("'feature/x' is no tag: letters, digits, '_', '.' and '-'");
    assertThat(run("why", "demo/web:feature/x").err()).contains("'feature/x' is no tag");
    assertThat(run("deploy", "dev", "web@sha256:12").err()).contains("'sha256:12' is no digest");
    assertThat(console.publisher.events(DeployRequested.class)).isEmpty();
  }

  @Test
  void everyRequestIsSentAsItsEvent() {
    String digest = Shop.digest("web", "1.4.2").toString();
    assertThat(run("deploy", "dev", "web:1.4.2", "--pin", "--reason", "why").exitCode()).isZero();
    assertThat(run("deploy", "web@" + digest, "dev").exitCode()).isZero();
    assertThat(run("unpin", "dev", "web").exitCode()).isZero();
    assertThat(run("promote", "production", "web").exitCode()).isZero();
    assertThat(run("rollback", "candidates/new-login").exitCode()).isZero();
    assertThat(run("restart", "dev", "Deployment/web").exitCode()).isZero();
    assertThat(run("hold", "dev").exitCode()).isZero();
    assertThat(run("resume", "dev").exitCode()).isZero();
    assertThat(run("approve", "dev", "--digest", digest).exitCode()).isZero();
    assertThat(run("override", "dev", "--sequence", "1.2.0", "--reason", "fire").exitCode())
        .isZero();
    assertThat(console.publisher.events(DeployRequested.class))
        .extracting(DeployRequested::version, DeployRequested::pin, DeployRequested::reason)
        .containsExactly(tuple("1.4.2", true, "why"), tuple(digest, false, null));
    assertThat(console.publisher.events(RequestEvent.class))
        .hasSize(10)
        .allSatisfy(request -> assertThat(request.actor()).hasToString("olga"));
    assertThat(console.publisher.events(UnpinRequested.class)).hasSize(1);
    assertThat(console.publisher.events(PromotionRequested.class).getFirst().images())
        .containsExactly("web");
    assertThat(console.publisher.events(RollbackRequested.class).getFirst().environment())
        .isEqualTo(Shop.CANDIDATE);
    assertThat(console.publisher.events(RestartRequested.class).getFirst().workload())
        .isEqualTo("Deployment/web");
    assertThat(console.publisher.events(HoldRequested.class)).hasSize(1);
    assertThat(console.publisher.events(GateOverrideRequested.class)).hasSize(1);
  }

  @Test
  void approveTakesTheDigestsThatWait() {
    var committed = console.shop.commit(console.shop.push("5.0.0"), PRODUCTION, next(), "5.0.0");
    console.shop.hold(committed, HoldReason.Kind.APPROVAL_MISSING, "1 approval missing");
    Ran ran = run("approve", "production");
    assertThat(ran.out()).contains("ghcr.io/acme/web:5.0.0 is sha256:");
    assertThat(console.publisher.events(ApprovalGiven.class).getFirst().digests())
        .containsExactly(Shop.digest("web", "5.0.0"));
    assertThat(run("override", "production", "--reason", "fire").exitCode()).isZero();
    assertThat(console.publisher.events(GateOverrideRequested.class).getFirst().sequence())
        .isEqualTo(committed.event().revision().sequence());
    assertThat(run("approve", "dev").exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void waitingFollowsADeploymentUntilItRuns() throws Exception {
    CompletableFuture<Ran> waiting = inBackground("deploy", "staging", "web:6.0.0", "--wait");
    EventEnvelope<RevisionCommitted> committed =
        console.shop.commit(sent(), STAGING, next(), "6.0.0");
    console.shop.clear(committed);
    console.shop.start(committed);
    console.shop.succeed(committed);
    Ran ran = waiting.get(30, TimeUnit.SECONDS);
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("deploy web 6.0.0 in staging: requested", "running");
  }

  @Test
  void waitingEndsWithOneWhereItIsDeclined() throws Exception {
    CompletableFuture<Ran> waiting = inBackground("deploy", "staging", "web:9.9.9", "--wait");
    console.shop.history.tell(
        sent(),
        new UpdateDeclined(
            STAGING, "web", null, DeclineReason.IMAGE_ABSENT, "there is no 9.9.9", null, null));
    Ran ran = waiting.get(30, TimeUnit.SECONDS);
    assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.out()).contains("declined", "there is no 9.9.9");
  }

  @Test
  void whatIsDeclinedAtOnceIsToldWithoutWaiting() throws Exception {
    CompletableFuture<Ran> asking =
        inBackground(Duration.ofSeconds(20), "deploy", "staging", "web:9.9.8");
    console.shop.history.tell(
        sent(),
        new UpdateDeclined(
            STAGING, "web", null, DeclineReason.IMAGE_ABSENT, "there is no 9.9.8", null, null));
    Ran ran = asking.get(30, TimeUnit.SECONDS);
    assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.out())
        .contains("deploy web 9.9.8 in staging: requested", "declined", "there is no 9.9.8");
  }

  @Test
  void whatBecomesACommitIsToldWithoutWaitingForMore() throws Exception {
    CompletableFuture<Ran> asking =
        inBackground(Duration.ofSeconds(20), "deploy", "staging", "web:6.0.1");
    console.shop.commit(sent(), STAGING, next(), "6.0.1");
    Ran ran = asking.get(30, TimeUnit.SECONDS);
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("requested. Its steps: slipway events", "committed ");
  }

  @Test
  void statusSaysThatAConfigurationIsRefused() {
    ConfigurationRejected rejected =
        new ConfigurationRejected(
            Shop.GIT,
            GitRevision.parse("a".repeat(40)),
            List.of(new ConfigurationProblem(26, "environments.dev", "'x' is no duration")));
    console.shop.configuration.put(rejected);
    assertThat(run("status").out())
        .endsWith(
            "CONFIGURATION REFUSED "
                + Shop.GIT
                + " at aaaaaaaa: the last good one stays\n"
                + "  line 26: environments.dev: 'x' is no duration\n");
    assertThat(run("status", "dev").out()).contains("CONFIGURATION REFUSED");
    console.shop.configuration.remove(rejected.key());
    assertThat(run("status").out()).doesNotContain("REFUSED");
  }

  @Test
  void waitingEndsWithFourAfterTheTimeLimit() throws Exception {
    CompletableFuture<Ran> waiting =
        inBackground("hold", "staging", "--wait", "--timeout", "1s", "-o", "json");
    sent();
    Ran ran = waiting.get(30, TimeUnit.SECONDS);
    assertThat(ran.exitCode()).isEqualTo(ExitCode.TIME_LIMIT);
    assertThat(ran.err()).contains("not done after 1 s");
    assertThat(ConsoleClient.json(ran.out()).path("progress").asString()).isEqualTo("PENDING");
  }

  @Test
  void aDiffShowsWhatWouldChange() throws Exception {
    var committed = console.shop.commit(console.shop.push("7.0.0"), STAGING, next(), "7.0.0");
    GitRevision commit = committed.event().revision().commit();
    CompletableFuture<Ran> asking =
        inBackground("diff", "staging", "--revision", commit.abbreviated(), "--exit-code");
    console.shop.history.tell(sent(), diff(commit));
    Ran ran = asking.get(30, TimeUnit.SECONDS);
    assertThat(console.publisher.events(DiffRequested.class).getFirst().commit()).isEqualTo(commit);
    assertThat(ran.exitCode()).isEqualTo(ExitCode.DIFFERS);
    assertThat(ran.out())
        .isEqualTo(
            """
            staging at %s: 5 objects would change

            ~ Deployment/web in shop
                spec.replicas
              -   2
              +   3
                metadata.annotations.note
              +   one
              +   two
                and 1 field more

            + ConfigMap/new in shop

            - ConfigMap/old in shop

            and 2 objects more

            Applying it would be refused as things are:
              CONFLICT: helm owns spec.replicas
            """
                .formatted(commit.abbreviated()));
  }

  @Test
  void aDiffForProgramsIsTheWholeAnswer() throws Exception {
    CompletableFuture<Ran> asking = inBackground("diff", "staging", "--output", "json");
    GitRevision commit = GitRevision.parse("ab".repeat(20));
    console.shop.history.tell(sent(), diff(commit));
    Ran ran = asking.get(30, TimeUnit.SECONDS);
    assertThat(ran.exitCode()).isZero();
    assertThat(ConsoleClient.json(ran.out()).path("commit").asString()).isEqualTo(commit.value());
    assertThat(ConsoleClient.json(ran.out()).path("objects").size()).isEqualTo(3);
  }

  @Test
  void aDiffThatChangesNothingSaysSo() throws Exception {
    CompletableFuture<Ran> asking = inBackground("diff", "staging", "--exit-code");
    GitRevision commit = GitRevision.parse("ab".repeat(20));
    console.shop.history.tell(sent(), new DiffReported(STAGING, null, commit, List.of(), 0));
    Ran ran = asking.get(30, TimeUnit.SECONDS);
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).isEqualTo("staging at abababab: nothing would change\n");
  }

  @Test
  void aQuestionThatIsDeclinedSaysWhy() throws Exception {
    CompletableFuture<Ran> asking = inBackground("diff", "staging");
    EventEnvelope<?> request = sent();
    console.shop.history.tell(
        request,
        new QuestionDeclined(
            STAGING, request.id(), RolloutFailure.RENDER_FAILED, "apps/web: no such field"));
    Ran ran = asking.get(30, TimeUnit.SECONDS);
    assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.err()).isEqualTo("slipway: declined (RENDER_FAILED): apps/web: no such field\n");
  }

  @Test
  void aQuestionThatNobodyAnswersEndsWithFourAndShowsThatItWaited() throws Exception {
    CompletableFuture<Ran> asking = inBackground("diff", "staging", "--timeout", "6s");
    sent();
    Ran ran = asking.get(30, TimeUnit.SECONDS);
    assertThat(ran.exitCode()).isEqualTo(ExitCode.TIME_LIMIT);
    assertThat(ran.err())
        .contains("comparing staging with its cluster, ", " s so far")
        .contains("no answer after 6 s", "slipway events --correlation");
  }

  @Test
  void aViewerMayNotAsk() {
    Ran ran = run(Map.of("SLIPWAY_TOKEN", RunningConsole.VIEW), "diff", "staging");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ran.err()).contains("needs the role deploy");
  }

  @Test
  void aDiffOfWhatIsNotThereSaysWhatIs() {
    assertThat(run("diff", "prod").exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run("diff", "prod").err()).contains("production");
    Ran unknown = run("diff", "staging", "--revision", "dada1234");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err()).contains("no commit that begins with dada1234 is known");
    assertThat(run("diff", "staging", "--revision", "main").err()).contains("is no commit");
    assertThat(console.publisher.published()).isEmpty();
  }

  @Test
  void adoptShowsWhoOwnsWhatAndHowToTakeIt() throws Exception {
    CompletableFuture<Ran> asking = inBackground("adopt", "staging");
    EventEnvelope<?> request = sent();
    console.shop.history.tell(request, owners(request, false));
    Ran ran = asking.get(30, TimeUnit.SECONDS);
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .isEqualTo(
            """
            staging at abababab: other managers own fields that its files name

            Deployment/web in shop
              helm
                spec.replicas

            and 3 more

            To take them: slipway adopt staging --yes
            No value changes by it, and no pod is restarted. Then the newest revision is tried again;
            what it would change: slipway diff staging
            """);
    assertThat(console.publisher.events(AdoptionRequested.class).getFirst().confirmed()).isFalse();
  }

  @Test
  void adoptTakesOnlyWhereItIsConfirmed() throws Exception {
    CompletableFuture<Ran> asking = inBackground("adopt", "staging", "--yes", "--reason", "ours");
    EventEnvelope<?> request = sent();
    console.shop.history.tell(request, owners(request, true));
    Ran ran = asking.get(30, TimeUnit.SECONDS);
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("taken over").doesNotContain("--yes");
    AdoptionRequested requested = console.publisher.events(AdoptionRequested.class).getFirst();
    assertThat(requested.confirmed()).isTrue();
    assertThat(requested.reason()).isEqualTo("ours");
    Ran deployer = run(Map.of("SLIPWAY_TOKEN", RunningConsole.DEPLOY), "adopt", "staging", "--yes");
    assertThat(deployer.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(deployer.err()).contains("needs the role operate");
  }

  @Test
  void environmentCreateTellsWhatItMade() throws Exception {
    CompletableFuture<Ran> asking = inBackground("environment", "create", "staging");
    EventEnvelope<?> request = sent();
    console.shop.history.tell(
        request,
        new EnvironmentCreated(
            STAGING,
            request.id(),
            "main",
            List.of(new ObjectName("v1", "Namespace", null, "shop")),
            new Actor("olga")));
    Ran ran = asking.get(30, TimeUnit.SECONDS);
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).isEqualTo("staging in cluster main is set up. Made:\n  Namespace/shop\n");
    assertThat(console.publisher.events(EnvironmentSetupRequested.class)).hasSize(1);
    assertThat(run("environment", "create", "prod").err()).contains("production");
    assertThat(run("environment").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  private static AdoptionReported owners(EventEnvelope<?> request, boolean taken) {
    ObjectName web = new ObjectName("apps/v1", "Deployment", "shop", "web");
    return new AdoptionReported(
        STAGING,
        request.id(),
        GitRevision.parse("ab".repeat(20)),
        taken,
        List.of(new ForeignFields(web, "helm", List.of("spec.replicas"))),
        3);
  }

  private static DiffReported diff(GitRevision commit) {
    ObjectName web = new ObjectName("apps/v1", "Deployment", "shop", "web");
    return new DiffReported(
        STAGING,
        null,
        commit,
        List.of(
            new ObjectDiff(
                web,
                ObjectChange.Action.CHANGED,
                List.of(
                    new FieldChange("spec.replicas", "2", "3"),
                    new FieldChange("metadata.annotations.note", null, "one\ntwo")),
                1),
            new ObjectDiff(
                new ObjectName("v1", "ConfigMap", "shop", "new"),
                ObjectChange.Action.CREATED,
                List.of(),
                0),
            new ObjectDiff(
                new ObjectName("v1", "ConfigMap", "shop", "old"),
                ObjectChange.Action.DELETED,
                List.of(),
                0)),
        2,
        List.of("CONFLICT: helm owns spec.replicas"),
        null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "statsu",
        "deploy",
        "deploy dev web",
        "deploy dev web:1 --pni",
        "deploy dev web:not/a/tag:!",
        "override dev",
        "hold dev --wait --timeout soon",
        "status --output xml",
        "approve dev --digest latest"
      })
  void aCommandLineThatCannotBeRightEndsWithTwo(String line) {
    Ran ran = run(line.split(" "));
    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).startsWith("slipway: ");
    assertThat(console.publisher.published()).isEmpty();
  }

  @Test
  void aMisspeltCommandIsGuessedAlsoWhereTheLauncherRunsIt() {
    assertThat(run("statsu").err()).contains("Did you mean: status?");
    assertThat(run("psuh").err()).contains("Did you mean: push");
  }

  @Test
  void anUnknownNameEndsWithOneAndNamesTheKnownOnes() {
    Ran ran = run("hold", "prod");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.err()).contains("production");
  }

  @Test
  void aTokenThatNobodyHasEndsWithThree() {
    Ran ran = run(Map.of("SLIPWAY_TOKEN", "wrong-token-0123456789"), "status");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(run(Map.of("SLIPWAY_TOKEN", RunningConsole.VIEW), "hold", "dev").err())
        .contains("needs the role operate");
  }

  @Test
  void whereNothingRunsTheCommandSaysHowToStart() throws Exception {
    Surroundings nowhere = around(Map.of(), folder.resolve("empty"), new ByteArrayOutputStream());
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertThat(SlipwayCommand.run(with(nowhere, err), "status")).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("nothing runs here: start with ./slipway up, or set SLIPWAY_CONSOLE");
    Ran ran = run(Map.of("SLIPWAY_CONSOLE", "http://127.0.0.1:" + closedPort()), "status");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ran.err()).contains("nothing answers at");
  }

  @Test
  void theDataFolderSaysWhereTheConsoleIsAndWhichTokenItTakes() throws Exception {
    Path data = Files.createDirectories(folder.resolve("home/.slipway"));
    Files.writeString(data.resolve("env"), "SLIPWAY_CONSOLE='" + console.address() + "'\n");
    Files.writeString(data.resolve("token"), RunningConsole.VIEW + "\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(SlipwayCommand.run(around(Map.of(), folder.resolve("home"), out), "status"))
        .isZero();
    assertThat(
            SlipwayCommand.run(
                around(Map.of("SLIPWAY_DATA", data.toString()), folder, out), "status"))
        .isZero();
    assertThat(
            SlipwayCommand.run(
                around(Map.of("SLIPWAY_CONSOLE", "http://127.0.0.1:1"), folder, out),
                "status",
                "--data",
                data.toString()))
        .isZero();
  }

  @Test
  void helpTeachesWithExamplesAndCompletionKnowsEveryCommand() {
    assertThat(run("deploy", "--help").out()).contains("Examples:", "slipway deploy dev web:1.4.2");
    assertThat(run("--help").out()).contains("why", "Exit codes:").doesNotContain("warm-up");
    assertThat(run("completion").out()).contains("complete", "rollback", "push");
  }

  @Test
  void notifyTestSaysWhatTheReceiverSaid() throws Exception {
    HttpServer notifier =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    notifier.createContext(
        "/receivers",
        exchange -> {
          boolean known = exchange.getRequestURI().getPath().equals("/receivers/slack/test");
          byte[] body =
              (known ? "{\"message\":\"it took it\"}" : "{\"message\":\"no such receiver\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(known ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    notifier.start();
    try {
      Map<String, String> there =
          Map.of("SLIPWAY_NOTIFIER", "http://127.0.0.1:" + notifier.getAddress().getPort());
      assertThat(run(there, "notify", "test", "slack").out()).isEqualTo("slack: it took it\n");
      Ran unknown = run(there, "notify", "test", "pager");
      assertThat(unknown.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(unknown.err()).contains("no such receiver");
      assertThat(run("notify", "test", "slack").err()).contains("set SLIPWAY_NOTIFIER");
    } finally {
      notifier.stop(0);
    }
  }

  @Test
  void theWarmUpRunsThrough() {
    assertThat(run("warm-up").exitCode()).isZero();
  }

  @Test
  void whatAServerSendsCannotSteerTheTerminal() {
    assertThat(Columns.plain("a\u001b[2Jb\nc")).isEqualTo("a [2Jb c");
  }

  /** The tests share one shop: each revision comes after the ones of the tests before. */
  private static int next() {
    return ++position;
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static EventEnvelope<?> sent() {
    Awaitility.await().until(() -> !console.publisher.published().isEmpty());
    return console.shop.history.tell(console.publisher.published().getFirst());
  }

  private static CompletableFuture<Ran> inBackground(String... arguments) {
    return inBackground(Duration.ZERO, arguments);
  }

  private static CompletableFuture<Ran> inBackground(Duration firstLook, String... arguments) {
    CompletableFuture<Ran> ran = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> ran.complete(run(Map.of(), firstLook, arguments)));
    return ran;
  }

  private static Ran run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private static Ran run(Map<String, String> variables, String... arguments) {
    return run(variables, Duration.ZERO, arguments);
  }

  private static Ran run(Map<String, String> variables, Duration firstLook, String... arguments) {
    Map<String, String> all = new TreeMap<>();
    all.put("SLIPWAY_CONSOLE", console.address());
    all.put("SLIPWAY_TOKEN", RunningConsole.OPERATE);
    all.putAll(variables);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = SlipwayCommand.run(with(around(all, folder, out), err, firstLook), arguments);
    return new Ran(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Surroundings around(
      Map<String, String> variables, Path home, ByteArrayOutputStream out) {
    return new Surroundings(
        variables, home.toString(), false, "up,push", Duration.ZERO, stream(out), stream(out));
  }

  private static Surroundings with(Surroundings around, ByteArrayOutputStream err) {
    return with(around, err, around.firstLook());
  }

  private static Surroundings with(
      Surroundings around, ByteArrayOutputStream err, Duration firstLook) {
    return new Surroundings(
        around.variables(),
        around.home(),
        around.terminal(),
        around.commands(),
        firstLook,
        around.out(),
        stream(err));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
