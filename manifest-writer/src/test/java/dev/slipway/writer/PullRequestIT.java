package dev.slipway.writer;

import static dev.slipway.writer.WriterOnGit.ANNA;
import static dev.slipway.writer.WriterOnGit.deployment;
import static dev.slipway.writer.WriterOnGit.published;
import static dev.slipway.writer.WriterOnGit.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.events.ConfigurationLimited;
import dev.slipway.events.ConfigurationRejected;
import dev.slipway.events.DeployRequested;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.UpdateProposed;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.RunningImage;
import dev.slipway.events.value.Sequence;
import dev.slipway.events.value.Tag;
import dev.slipway.messaging.Next;
import dev.slipway.sandbox.git.GitHttpServer;
import dev.slipway.sandbox.github.GitHubStandIn;
import dev.slipway.writer.flux.Fleet;
import dev.slipway.writer.git.GitAccess;
import dev.slipway.writer.github.GitHubApi;
import dev.slipway.writer.github.GitHubPullRequests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New versions that people merge themselves. */
class PullRequestIT {
  private static final String CONFIGURATION =
      """
      version: 1
      images:
        web: {repository: ghcr.io/acme/web, policy: {semver: '>=1.0.0'}}
      environments:
        staging: {cluster: main, path: apps/staging, follow: [web]}
        production:
          cluster: main
          path: apps/production
          follow: [web]
          pullRequest: environment
      """;
  private static final String ROBOT = "slipway/production";

  private WriterOnGit writer;
  private GitHubStandIn github;
  private HttpClient person;

  @BeforeEach
  void start(@TempDir Path folder) throws InterruptedException {
    writer =
        new WriterOnGit(
            folder,
            Map.of(
                "slipway.yaml", CONFIGURATION,
                "apps/staging/web.yaml", deployment("1.0.0"),
                "apps/production/web.yaml", deployment("1.0.0")));
    github = GitHubStandIn.start(folder.resolve("requests.json"), 0, writer.server);
    github.requireToken("t0ken");
    person = HttpClient.newHttpClient();
    writer.askAt(requests("t0ken"));
    writer.work();
    writer.forget();
  }

  @AfterEach
  void stop() {
    person.close();
    github.close();
    writer.close();
  }

  private GitHubPullRequests requests(String token) {
    return new GitHubPullRequests(
        new GitHubApi(github.uri(), () -> token, Duration.ofSeconds(10), Clock.systemUTC()),
        "acme/shop",
        GitBranch.parse("main"));
  }

  @Test
  void asksPeopleToMergeWhereTheEnvironmentSaysSoAndCommitsTheRest() throws Exception {
    EventEnvelope<?> push = writer.deliver(published("1.1.0"));

    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.1.0 in staging");
    assertThat(writer.file("apps/production/web.yaml")).isEqualTo(deployment("1.0.0"));
    assertThat(robot("apps/production/web.yaml")).isEqualTo(deployment("1.1.0"));
    assertThat(robot("apps/staging/web.yaml")).isEqualTo(deployment("1.1.0"));
    assertThat(open())
        .singleElement()
        .asString()
        .contains("\"title\":\"web 1.0.0 → 1.1.0 in production\"");
    assertThat(proposals())
        .singleElement()
        .satisfies(
            proposed -> {
              assertThat(proposed.environment()).hasToString("production");
              assertThat(proposed.request())
                  .isEqualTo(github.uri() + "/repos/sandbox/shop/pulls/1");
              assertThat(proposed.opened()).isTrue();
              assertThat(proposed.updates())
                  .singleElement()
                  .satisfies(update -> assertThat(update.cause()).isEqualTo(push.id()));
            });
  }

  @Test
  void keepsOneRequestUpToDateInPlace() throws Exception {
    propose("1.1.0");
    writer.forget();

    propose("1.2.0");
    propose("1.1.5");

    assertThat(open())
        .singleElement()
        .asString()
        .contains("\"number\":1", "\"title\":\"web 1.0.0 → 1.2.0 in production\"");
    assertThat(robot("apps/production/web.yaml")).isEqualTo(deployment("1.2.0"));
    assertThat(robotLog()).hasSize(1);
    assertThat(proposals()).extracting(UpdateProposed::opened).containsExactly(false);
    assertThat(declines()).containsOnly(DeclineReason.NOT_NEWER);
  }

  @Test
  void tellsWhatIsMergedAsOurs() throws Exception {
    EventEnvelope<?> push = propose("1.1.0");
    writer.forget();

    merge(1, "{\"merge_method\":\"merge\"}");
    writer.work();

    assertThat(committed())
        .singleElement()
        .satisfies(
            revision -> {
              assertThat(revision.ours()).isTrue();
              assertThat(revision.author()).isEqualTo("maintainer");
              assertThat(revision.updates())
                  .singleElement()
                  .satisfies(update -> assertThat(update.cause()).isEqualTo(push.id()));
            });
    assertThat(writer.state().proposals()).isEmpty();
    assertThat(writer.state().inbox().isEmpty()).isTrue();
    assertThat(writer.server.head("shop", ROBOT)).isEmpty();
    assertThat(declines()).isEmpty();
  }

  /** A host may be told to leave the commit's own words out. */
  @Test
  void knowsASquashThatLeftOurWordsOutByWhatItBrings() throws Exception {
    EventEnvelope<?> push = propose("1.1.0");
    writer.forget();

    merge(1, "{\"merge_method\":\"squash\"}");
    writer.work();

    assertThat(writer.message()).doesNotContain("Slipway-Event");
    assertThat(committed())
        .singleElement()
        .satisfies(
            revision -> {
              assertThat(revision.ours()).isTrue();
              assertThat(revision.updates().getFirst().cause()).isEqualTo(push.id());
            });
    assertThat(writer.state().inbox().isEmpty()).isTrue();
  }

  /** A proof that comes later has the same revision issued again. */
  @Test
  void saysOfASquashThatItWasOursWhenItIsIssuedAgain() throws Exception {
    writer.commit(
        "Promote",
        "slipway.yaml",
        CONFIGURATION.replace(
            "    follow: [web]\n    pullRequest",
            "    promote: {from: staging, automatically: true}\n    pullRequest"));
    writer.work();
    writer.deliver(succeeded("staging", "1.1.0"));
    writer.work();
    merge(1, "{\"merge_method\":\"squash\"}");
    writer.work();
    assertThat(writer.message()).doesNotContain("Slipway-Event");
    writer.forget();

    writer.deliver(alsoRan("docker.io/envoyproxy/envoy", "v1.30.0"));
    writer.work();

    assertThat(committed()).singleElement().extracting(RevisionCommitted::ours).isEqualTo(true);
  }

  private static RolloutSucceeded alsoRan(String repository, String tag) {
    RolloutSucceeded web = succeeded("staging", "1.1.0");
    return new RolloutSucceeded(
        web.environment(),
        new Sequence(1, 2, 0),
        web.commit(),
        List.of(
            new RunningImage(
                "Deployment/web",
                "proxy",
                new ImageReference(ImageRepository.parse(repository), Tag.parse(tag), null),
                WriterOnGit.digest(tag))),
        List.of(),
        Duration.ZERO);
  }

  @Test
  void knowsARebase() throws Exception {
    propose("1.1.0");
    writer.commit("Another change", "README.md", "Hello\n");
    writer.forget();

    merge(1, "{\"merge_method\":\"rebase\"}");
    writer.work();

    assertThat(committed()).singleElement().extracting(RevisionCommitted::ours).isEqualTo(true);
    assertThat(writer.state().proposals()).isEmpty();
  }

  @Test
  void putsAVersionAwayThatPeopleCloseUntilANewerOneComes() throws Exception {
    EventEnvelope<?> push = propose("1.1.0");
    writer.forget();

    close(1);
    writer.work();
    writer.redeliver(push);
    writer.deliver(WriterOnGit.scanned("1.0.0", "1.1.0"));
    writer.work();

    assertThat(open()).isEmpty();
    assertThat(writer.file("apps/production/web.yaml")).isEqualTo(deployment("1.0.0"));
    assertThat(writer.publisher.events(UpdateDeclined.class))
        .first()
        .satisfies(
            declined -> {
              assertThat(declined.reason()).isEqualTo(DeclineReason.REQUEST_CLOSED);
              assertThat(declined.message())
                  .isEqualTo(
                      github.uri()
                          + "/repos/sandbox/shop/pulls/1 was closed without a merge: this version"
                          + " stays away from production until a newer one comes");
            });

    propose("1.2.0");

    assertThat(open())
        .singleElement()
        .asString()
        .contains("\"number\":2", "\"title\":\"web 1.0.0 → 1.2.0 in production\"");
  }

  @Test
  void asksForWhatCameWhileTheOldRequestWasClosed() throws Exception {
    propose("1.1.0");
    close(1);

    propose("1.2.0");

    assertThat(open()).singleElement().asString().contains("\"number\":2");
    assertThat(writer.state().choices().byImage().values())
        .allMatch(choice -> choice.putAway().toString().contains("1.1.0"));
  }

  @Test
  void buildsItAnewWhereItsFilesChangedOnTheBranchAndOnlyThen() throws Exception {
    propose("1.1.0");
    String before = writer.server.head("shop", ROBOT).orElseThrow();

    writer.commit("Elsewhere", "apps/staging/other.yaml", "a: 1\n");
    writer.work();
    assertThat(writer.server.head("shop", ROBOT)).contains(before);

    writer.commit(
        "Here",
        "apps/production/web.yaml",
        deployment("1.0.0").replace("envoy:v1.30.0", "envoy:v1.31.0"));
    writer.work();

    assertThat(robot("apps/production/web.yaml"))
        .isEqualTo(deployment("1.1.0").replace("envoy:v1.30.0", "envoy:v1.31.0"));
    assertThat(robotLog()).hasSize(1);
    assertThat(open()).singleElement().asString().contains("\"number\":1");
  }

  @Test
  void withdrawsWhatSomebodyCommittedByHand() throws Exception {
    propose("1.1.0");
    writer.commit("By hand", "apps/production/web.yaml", deployment("1.3.0"));
    writer.forget();

    writer.work();

    assertThat(open()).isEmpty();
    assertThat(writer.server.head("shop", ROBOT)).isEmpty();
    assertThat(declines()).containsOnly(DeclineReason.REQUEST_CLOSED, DeclineReason.NOT_NEWER);
    assertThat(writer.state().proposals()).isEmpty();
  }

  /** Killed right after each thing that it asked of the host, and right before. */
  @Test
  void neverAsksTwiceWhereverItWasKilled() throws Exception {
    for (String version : List.of("1.1.0", "1.2.0")) {
      writer.deliver(published(version));
      for (int calls = 0; calls < 4; calls++) {
        writer.askAt(new KilledAfter(requests("t0ken"), calls));
        crashOrWork();
      }
    }
    writer.askAt(requests("t0ken"));
    writer.work();

    assertThat(open())
        .singleElement()
        .asString()
        .contains("\"number\":1", "\"title\":\"web 1.0.0 → 1.2.0 in production\"");
    assertThat(writer.state().proposals()).hasSize(1);
    assertThat(proposals().stream().filter(UpdateProposed::opened)).isNotEmpty();
    merge(1, "{}");
    writer.work();
    assertThat(writer.state().inbox().isEmpty()).isTrue();
  }

  /** The process ends with the answer to that call, counted from 0. */
  private static final class KilledAfter implements PullRequests {
    private final PullRequests host;
    private int left;

    KilledAfter(PullRequests host, int calls) {
      this.host = host;
      this.left = calls;
    }

    private <T> T counted(Supplier<T> call) {
      if (left == 0) {
        throw new IllegalStateException("killed before");
      }
      left--;
      T answer = call.get();
      if (left == 0) {
        throw new IllegalStateException("killed after");
      }
      return answer;
    }

    @Override
    public Optional<PullRequest> newestOf(GitBranch branch) {
      return counted(() -> host.newestOf(branch));
    }

    @Override
    public PullRequest get(int number) {
      return counted(() -> host.get(number));
    }

    @Override
    public PullRequest open(GitBranch branch, String title, String body) {
      return counted(() -> host.open(branch, title, body));
    }

    @Override
    public void update(int number, String title, String body) {
      counted(
          () -> {
            host.update(number, title, body);
            return title;
          });
    }

    @Override
    public void close(int number, String comment) {
      counted(
          () -> {
            host.close(number, comment);
            return comment;
          });
    }
  }

  /** Pushed, and asked for, and killed before it could be noted. */
  @Test
  void findsItsRequestAgainByTheBranch() throws Exception {
    github.failNext(502, 1, Duration.ZERO);
    propose("1.1.0");
    assertThat(open()).isEmpty();
    String pushed = writer.server.head("shop", ROBOT).orElseThrow();
    post(
        "/repos/acme/shop/pulls",
        "{\"title\":\"t\",\"head\":\"slipway/production\",\"base\":\"main\"}");
    writer.restart();

    writer.work();

    assertThat(open())
        .singleElement()
        .asString()
        .contains("\"number\":1", "\"title\":\"web 1.0.0 → 1.1.0 in production\"");
    assertThat(writer.server.head("shop", ROBOT)).contains(pushed);
  }

  @Test
  void leavesAPersonsCommitOnItsBranchAlone() throws Exception {
    propose("1.1.0");
    writer.server.commit("shop", ROBOT, "And this too", Map.of("notes.md", "Read me\n"));
    String theirs = writer.server.head("shop", ROBOT).orElseThrow();
    writer.forget();

    propose("1.2.0");

    assertThat(writer.server.head("shop", ROBOT)).contains(theirs);
    assertThat(writer.publisher.events(UpdateDeclined.class))
        .filteredOn(declined -> declined.reason() != DeclineReason.NOT_NEWER)
        .singleElement()
        .satisfies(
            declined -> {
              assertThat(declined.reason()).isEqualTo(DeclineReason.REQUEST_FAILED);
              assertThat(declined.message())
                  .isEqualTo(
                      "slipway/production holds a commit by Somebody ("
                          + theirs.substring(0, 8)
                          + "), which is left alone: merge or close "
                          + github.uri()
                          + "/repos/sandbox/shop/pulls/1, or delete the branch");
            });
  }

  @Test
  void saysWhatToDoWhereTheTokenIsRefusedAndCommitsElsewhereAllTheSame() throws Exception {
    writer.askAt(requests("expired"));

    propose("1.1.0");

    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.1.0 in staging");
    assertThat(writer.publisher.events(UpdateDeclined.class))
        .singleElement()
        .satisfies(
            declined -> {
              assertThat(declined.reason()).isEqualTo(DeclineReason.REQUEST_FAILED);
              assertThat(declined.message())
                  .endsWith(
                      "was answered 401: Bad credentials; put a valid token into the token-file of"
                          + " the writer's pull-requests")
                  .doesNotContain("expired");
            });
    writer.askAt(requests("t0ken"));
    writer.work();
    assertThat(open()).hasSize(1);
  }

  @Test
  void leavesTheHostAloneForAsLongAsItAsks() throws Exception {
    github.failNext(429, 1, Duration.ofSeconds(40));
    writer.pollEvery(Duration.ofHours(1));
    writer.deliver(published("1.1.0"));

    var next = (Next.After) writer.workOnce();

    assertThat(next.delay()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
    assertThat(declines()).isEmpty();
    int asked = github.requests().size();
    writer.workOnce();
    assertThat(github.requests()).hasSize(asked);
  }

  @Test
  void bringsAnExplicitVersionWithItsPinAndSettlesTheRequest() throws Exception {
    EventEnvelope<?> asked =
        writer.deliver(
            new DeployRequested(
                EnvironmentName.parse("production"), "web", "1.4.0", true, ANNA, null));
    writer.work();
    writer.answerLookup("1.4.0");
    writer.work();
    assertThat(robot(".slipway/pins.yaml")).contains("'web': '1.4.0'");
    assertThat(writer.state().inbox().requests()).hasSize(1);
    propose("1.5.0");
    assertThat(robot("apps/production/web.yaml")).contains("ghcr.io/acme/web:1.4.0@sha256:");
    writer.forget();

    merge(1, "{}");
    writer.work();

    assertThat(writer.state().inbox().requests()).isEmpty();
    assertThat(committed())
        .singleElement()
        .satisfies(
            revision -> assertThat(revision.updates().getFirst().cause()).isEqualTo(asked.id()));
    assertThat(writer.file(".slipway/pins.yaml")).contains("'web': '1.4.0'");
  }

  @Test
  void takesWhatIsProvenIntoARequest() throws Exception {
    writer.commit(
        "Promote",
        "slipway.yaml",
        CONFIGURATION.replace(
            "    follow: [web]\n    pullRequest",
            "    promote: {from: staging, automatically: true}\n    pullRequest"));
    writer.work();
    EventEnvelope<?> proof = writer.deliver(succeeded("staging", "1.1.0"));
    writer.work();
    writer.deliver(succeeded("staging", "1.1.0"));
    writer.work();

    assertThat(open()).hasSize(1);
    writer.forget();
    merge(1, "{}");
    writer.work();

    assertThat(committed())
        .singleElement()
        .satisfies(
            revision -> {
              EventId cause = revision.updates().getFirst().cause();
              assertThat(cause).isNotNull();
              assertThat(proof.id()).isNotNull();
              assertThat(revision.revision().images().getFirst().proven()).isTrue();
            });
    assertThat(writer.state().inbox().requests()).isEmpty();
    assertThat(writer.publisher.events(UpdateDeclined.class)).isEmpty();
  }

  /** Flux pushes it to a branch for people to merge; so do we, to one of our own. */
  @Test
  void asksWhereAFluxAutomationPushesToAnotherBranch() throws Exception {
    Map<String, String> files = new HashMap<>(Fleet.texts());
    files.put(
        "clusters/production/automation.yaml",
        Fleet.AUTOMATION.replace("push: {branch: main}", "push: {branch: flux-updates}"));
    files.put("slipway.yaml", "version: 1\n");
    writer.server.commit("shop", "main", "Take Flux's objects", files);
    writer.work();

    assertThat(writer.publisher.events(ConfigurationLimited.class).getLast().limits().toString())
        .contains(
            "spec.git.push.branch: ImageUpdateAutomation flux-system/apps: is honoured as a pull"
                + " request: new versions go to a branch of Slipway's own (slipway/ENVIRONMENT),"
                + " not to 'flux-updates', and one open request asks to merge it into main");
    writer.deliver(published("1.1.0"));
    writer.work();

    assertThat(writer.file("apps/production/web.yaml")).isEqualTo(Fleet.DEPLOYMENT);
    assertThat(open()).hasSize(1);
    merge(1, "{}");
    writer.work();
    assertThat(writer.file("apps/production/web.yaml"))
        .isEqualTo(Fleet.DEPLOYMENT.replace(":1.0.0", ":1.1.0"));
    assertThat(writer.publisher.events(RevisionCommitted.class).getLast().ours()).isTrue();
  }

  @Test
  void asksPerApplication() throws Exception {
    writer.commit(
        "Two applications",
        "slipway.yaml",
        """
        version: 1
        images:
          web: {repository: ghcr.io/acme/web, policy: {semver: '>=1.0.0'}}
          proxy: {repository: docker.io/envoyproxy/envoy, policy: {semver: '>=1.0.0'}}
        applications:
          shop: {images: [web], together: 1m}
        environments:
          production:
            cluster: main
            path: apps/production
            follow: [web, proxy]
            pullRequest: application
        """);
    writer.work();
    writer.deliver(published("1.1.0"));
    writer.deliver(
        new ImagePublished(
            ImageRepository.parse("docker.io/envoyproxy/envoy"),
            Tag.parse("v1.31.0"),
            WriterOnGit.digest("v1.31.0"),
            null,
            Map.of(),
            null));
    writer.work();

    assertThat(proposals())
        .extracting(proposed -> proposed.branch().value(), UpdateProposed::title)
        .containsExactlyInAnyOrder(
            tuple("slipway/production+shop", "web 1.0.0 → 1.1.0 in production"),
            tuple(ROBOT, "proxy v1.30.0 → v1.31.0 in production"));
  }

  @Test
  void isRejectedByNameWhereTheWriterKnowsNoHost(@TempDir Path folder) throws Exception {
    GitHttpServer server = GitHttpServer.start(folder.resolve("git"), 0);
    try (server;
        WriterOnGit without =
            new WriterOnGit(
                server,
                folder.resolve("cache"),
                new GitAccess(
                    null, () -> "", Duration.ofSeconds(5), "Slipway", "slipway@localhost"))) {
      server.commit("shop", "main", "Begin", Map.of("slipway.yaml", CONFIGURATION));

      without.work();

      assertThat(without.publisher.events(ConfigurationRejected.class))
          .singleElement()
          .satisfies(
              rejected ->
                  assertThat(rejected.problems())
                      .singleElement()
                      .satisfies(
                          problem -> {
                            assertThat(problem.path())
                                .isEqualTo("environments.production.pullRequest");
                            assertThat(problem.message())
                                .isEqualTo(
                                    "the writer has no host for pull requests of "
                                        + without.repository
                                        + ": set pull-requests for it under"
                                        + " slipway.writer.repositories, or remove this");
                          }));
    }
  }

  private EventEnvelope<?> propose(String version) throws InterruptedException {
    EventEnvelope<?> push = writer.deliver(published(version));
    writer.work();
    return push;
  }

  private void crashOrWork() throws InterruptedException {
    try {
      writer.work();
    } catch (IllegalStateException killed) {
      writer.restart();
    }
  }

  private List<UpdateProposed> proposals() {
    return writer.publisher.events(UpdateProposed.class);
  }

  private List<RevisionCommitted> committed() {
    return writer.publisher.events(RevisionCommitted.class).stream()
        .filter(revision -> revision.environment().toString().equals("production"))
        .toList();
  }

  private Set<DeclineReason> declines() {
    return writer.publisher.events(UpdateDeclined.class).stream()
        .map(UpdateDeclined::reason)
        .collect(Collectors.toSet());
  }

  private String robot(String path) {
    return new String(
        Git.output(writer.server.directory("shop"), "show", ROBOT + ":" + path),
        StandardCharsets.UTF_8);
  }

  private List<String> robotLog() {
    return Git.lines(writer.server.directory("shop"), "log", "--format=%s", "main.." + ROBOT);
  }

  private List<String> open() throws IOException, InterruptedException {
    String list = send("GET", "/repos/acme/shop/pulls", "");
    return list.equals("[]")
        ? List.of()
        : List.of(list.substring(2, list.length() - 2).split("\\},\\{\"number\"", -1));
  }

  private void merge(int number, String body) throws IOException, InterruptedException {
    send("PUT", "/repos/acme/shop/pulls/" + number + "/merge", body);
  }

  private void close(int number) throws IOException, InterruptedException {
    send("PATCH", "/repos/acme/shop/pulls/" + number, "{\"state\":\"closed\"}");
  }

  private void post(String path, String body) throws IOException, InterruptedException {
    send("POST", path, body);
  }

  private String send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        person.send(
            HttpRequest.newBuilder(URI.create(github.uri() + path))
                .header("Authorization", "Bearer t0ken")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return answer.body();
  }
}
