package dev.slipway.writer.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.Environment;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.ConfigurationProblem;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.FreezeWindow;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.Guard;
import dev.slipway.events.value.GuardedQueue;
import dev.slipway.events.value.Promotion;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SlipwayYamlTest {
  private static final GitRepository SOURCE = GitRepository.parse("https://git.example.org/shop");
  private static final GitBranch MAIN = GitBranch.parse("main");
  private static final String IMAGES =
      """
      version: 1
      images:
        web: {repository: ghcr.io/acme/web, policy: {semver: '>=1.0.0'}}
        api: {repository: ghcr.io/acme/api, policy: {digest: latest}}
      """;

  @Test
  void resolvesAnEnvironmentWithEverythingThatItSays() {
    RepositoryConfiguration configuration =
        accepted(
            IMAGES
                + """
                environments:
                  staging: {cluster: main, path: ./apps/staging/, follow: {web: {release: true}, api: {}}}
                  production:
                    cluster: main
                    path: apps/production
                    namespace: acme
                    create: true
                    onFailure: report
                    promote: {from: staging, automatically: false, approvals: 2}
                    guard: {queues: [{name: jobs, regions: [us-west-2, us-east-2]}], emptyFor: 1m30s}
                """);

    Environment staging = configuration.environments().getFirst();
    assertThat(staging.path()).isEqualTo("apps/staging");
    assertThat(staging.namespace()).isEqualTo("default");
    assertThat(staging.create()).isFalse();
    assertThat(staging.follow())
        .extracting("policy")
        .containsExactly(new TagPolicy.Release(), new TagPolicy.MovingDigest(Tag.parse("latest")));
    Environment production = configuration.environments().getLast();
    assertThat(production.promote()).isEqualTo(new Promotion(staging.name(), false, 2));
    assertThat(production.guard())
        .isEqualTo(
            new Guard(
                List.of(new GuardedQueue("jobs", List.of("us-west-2", "us-east-2"))),
                Duration.ofSeconds(90)));
    assertThat(production.create()).isTrue();
  }

  @Test
  void neverWritesToAnEnvironmentThatIsABranch() {
    RepositoryConfiguration configuration =
        accepted(IMAGES + "environments:\n  prod: {cluster: main, branch: releases/prod}\n");

    Environment production = configuration.environments().getFirst();
    assertThat(production.writable()).isFalse();
    assertThat(production.branch()).isEqualTo(GitBranch.parse("releases/prod"));
    assertThat(production.path()).isEmpty();
  }

  @Test
  void readsWhatMovesTogetherAndWhatIsTakenBack() {
    RepositoryConfiguration configuration =
        accepted(
            IMAGES
                + "applications: {shop: {images: [web, api], together: 3m}}\n"
                + "environments:\n  dev: {cluster: main, path: dev, onFailure: rollback}\n");

    assertThat(configuration.applications())
        .containsExactly(
            new RepositoryConfiguration.Application(
                "shop", List.of("web", "api"), Duration.ofMinutes(3)));
    assertThat(configuration.environments().getFirst().rollsBack()).isTrue();
  }

  @Test
  void readsThatAnEnvironmentIsOnlyObserved() {
    String dev = "environments:\n  dev: {cluster: main, path: dev, apply: {mode: MODE}}\n";
    assertThat(mode(dev.replace("MODE", "observe"))).isEqualTo(ApplyRules.Mode.OBSERVE);
    assertThat(mode(dev.replace("MODE", "apply"))).isEqualTo(ApplyRules.Mode.APPLY);
    assertThat(rejected(IMAGES + dev.replace("MODE", "look")))
        .contains("expected apply or observe, not 'look'");
  }

  private static ApplyRules.Mode mode(String environments) {
    return accepted(IMAGES + environments).environments().getFirst().rules().mode();
  }

  @Test
  void readsWhatWaitsForTheGuardAndForOthers() {
    RepositoryConfiguration configuration =
        accepted(
            IMAGES
                + "environments:\n"
                + "  infra: {cluster: main, path: infra}\n"
                + "  dev: {cluster: main, path: dev, apply: {clearance: podsOnly, dependsOn:"
                + " [infra]}}\n");
    ApplyRules rules = configuration.environments().getLast().rules();
    assertThat(rules.waitsForPodsOnly()).isTrue();
    assertThat(rules.dependencies()).containsExactly(EnvironmentName.parse("infra"));
    assertThat(
            rejected(
                IMAGES + "environments:\n  dev: {cluster: a, path: b, apply: {clearance: no}}\n"))
        .contains(
            "line 6: environments.dev.apply.clearance: expected always or podsOnly, not 'no'");
  }

  @Test
  void refusesEnvironmentsThatWaitForEachOtherOrForNobody() {
    assertThat(
            rejected(
                IMAGES
                    + "environments:\n"
                    + "  a: {cluster: main, path: a, apply: {dependsOn: [b]}}\n"
                    + "  b: {cluster: main, path: b, apply: {dependsOn: [c]}}\n"
                    + "  c: {cluster: main, path: c, apply: {dependsOn: [a]}}\n"
                    + "  d: {cluster: main, path: d, apply: {dependsOn: [d]}}\n"
                    + "  e: {cluster: main, path: e, apply: {dependsOn: [nobody]}}\n"))
        .contains(
            "e depends on 'nobody', which is not declared here",
            "a depends on b depends on c depends on a: none of them could ever be applied",
            "d depends on d: none of them could ever be applied")
        .doesNotContain("b depends on c depends on a depends on b");
  }

  @Test
  void readsHowObjectsAreApplied() {
    RepositoryConfiguration configuration =
        accepted(
            IMAGES
                + "environments:\n"
                + "  dev: {cluster: main, path: dev}\n"
                + "  kept: {cluster: main, path: dev, apply: {drift: correct}}\n"
                + "  told: {cluster: main, path: dev, apply: {drift: report}}\n"
                + "  more: {cluster: main, path: dev, apply: {recreate: true, serviceAccount:"
                + " me}}\n");

    assertThat(configuration.environments())
        .extracting(environment -> environment.rules().drift())
        .containsExactly(
            ApplyRules.DriftAnswer.CORRECT,
            ApplyRules.DriftAnswer.CORRECT,
            ApplyRules.DriftAnswer.REPORT,
            ApplyRules.DriftAnswer.CORRECT);
    assertThat(configuration.environments().getLast().rules().recreate()).isTrue();
    assertThat(configuration.environments().getLast().rules().serviceAccount()).isEqualTo("me");
    assertThat(configuration.environments().getFirst().rules()).isEqualTo(ApplyRules.DEFAULT);
    assertThat(
            rejected(
                IMAGES + "environments:\n  dev: {cluster: a, path: b, apply: {drift: undo}}\n"))
        .contains("line 6: environments.dev.apply.drift: expected correct or report, not 'undo'");
  }

  @Test
  void takesSubscriptionsToCommitsThatAreNotOurs() {
    assertThat(
            accepted(IMAGES + "subscriptions:\n  - {receiver: slack, events: [foreign-commit]}\n")
                .subscriptions())
        .singleElement()
        .satisfies(one -> assertThat(one.events()).containsExactly("foreign-commit"));
  }

  @Test
  void readsWhenAnEnvironmentIsFrozen() {
    assertThat(guard("freeze: [{cron: '0 16 * * FRI', for: 64h, zone: Europe/Berlin}]"))
        .isEqualTo(
            new Guard(
                List.of(),
                Duration.ZERO,
                List.of(new FreezeWindow("0 16 * * FRI", Duration.ofHours(64), "Europe/Berlin"))));
    assertThat(
            guard(
                "guard: {queues: [{name: jobs, regions: [eu-west-1]}]},"
                    + " freeze: [{cron: 0 0 24 12 *, for: 72h}]"))
        .isEqualTo(
            new Guard(
                List.of(new GuardedQueue("jobs", List.of("eu-west-1"))),
                Guard.DEFAULT_EMPTY_FOR,
                List.of(new FreezeWindow("0 0 24 12 *", Duration.ofDays(3), "UTC"))));
    assertThat(guard("create: true")).isNull();
  }

  private static @Nullable Guard guard(String settings) {
    return accepted(IMAGES + "environments:\n  dev: {cluster: c, path: p, " + settings + "}\n")
        .environments()
        .getFirst()
        .guard();
  }

  private static String frozen(String window) {
    return IMAGES + "environments:\n  dev: {cluster: c, path: p, freeze: [{" + window + "}]}\n";
  }

  @Test
  void readsHowCommitsAreWorded() {
    assertThat(accepted(IMAGES).commits()).isNull();
    assertThat(accepted(IMAGES + "commits: {subject: 'chore: {change}'}\n").commits())
        .isEqualTo(new CommitTemplate("chore: {change}", CommitTemplate.BODY));
    assertThat(accepted(IMAGES + "commits: {body: ''}\n").commits())
        .isEqualTo(new CommitTemplate(CommitTemplate.SUBJECT, ""));
  }

  @ParameterizedTest
  @MethodSource
  void rejectsByNameWhatItDoesNotHonourYet(String text, String problem) {
    assertThat(rejected(IMAGES + text)).contains(problem);
  }

  static Stream<Arguments> rejectsByNameWhatItDoesNotHonourYet() {
    return Stream.of(
        arguments(
            "environments:\n  dev: {cluster: main, path: dev, formerly: old}\n",
            "line 6: environments.dev.formerly: 'formerly' is not honoured by this version yet;"
                + " remove it"));
  }

  @ParameterizedTest
  @MethodSource
  void namesLineAndPathOfWhatIsWrong(String text, String problem) {
    assertThat(rejected(text)).contains(problem);
  }

  static Stream<Arguments> namesLineAndPathOfWhatIsWrong() {
    return Stream.of(
        arguments("", "the file is empty; it needs at least 'version: 1'"),
        arguments("- a\n", "line 1: expected a mapping, as in 'name: value'"),
        arguments("images: {}\n", "line 1: version: is missing"),
        arguments(
            "version: 2\n", "line 1: version: this version of Slipway reads version 1, not 2"),
        arguments(
            IMAGES + "environments:\n  dev: {path: dev}\n",
            "line 6: environments.dev.cluster: is missing"),
        arguments(
            IMAGES + "environments:\n  dev: {cluster: c}\n",
            "line 6: environments.dev.path: is missing: name the folder, or a branch"),
        arguments(
            IMAGES + "environments:\n  dev: {cluster: c, path: ../up}\n",
            "line 6: environments.dev.path: '../up' leads out of the repository"),
        arguments(
            IMAGES + "environments:\n  dev: {cluster: c, path: dev, follow: [wab]}\n",
            "line 6: environments.dev.follow: there is no image 'wab' in images"),
        arguments(
            IMAGES + "environments:\n  prod: {cluster: c, path: p, promote: {from: stage}}\n",
            "line 6: environments: prod promotes from 'stage', which is not declared here"),
        arguments(
            "version: 1\n"
                + "images:\n"
                + "  web: {repository: ghcr.io/acme/web, policy: {semver: newest}}\n",
            "line 3: images.web.policy.semver:"),
        arguments(
            "version: 1\n"
                + "images:\n"
                + "  web: {repository: 'https://ghcr.io/web', policy: {digest: a}}\n",
            "line 3: images.web.repository: "),
        arguments(
            IMAGES + "subscriptions:\n  - {receiver: slack, events: [rollout-finished]}\n",
            "line 6: subscriptions[0].events: there is no event 'rollout-finished'"),
        arguments(
            IMAGES + "targets:\n  - {image: web, file: a.yaml, path: image, part: label}\n",
            "line 6: targets[0].part: expected reference, name, tag or digest, not 'label'"),
        arguments(
            IMAGES + "environments:\n  dev: {cluster: c, path: p, onFailure: panic}\n",
            "line 6: environments.dev.onFailure: expected report or rollback, not 'panic'"),
        arguments(
            IMAGES + "environments:\n  dev:\n    cluster: c\n    path: p\n    freeze: []\n",
            "line 9: environments.dev.freeze: name at least one window: {cron: '0 16 * * FRI', for:"
                + " 64h}"),
        arguments(
            frozen("cron: 0 25 * * FRI, for: 1h"),
            "line 6: environments.dev.freeze[0].cron: '0 25 * * FRI' is no cron expression: write"
                + " minute, hour, day of month, month and day of week, as in '0 16 * * FRI' ("),
        arguments(
            frozen("cron: 0 16 * *, for: 1h"),
            "line 6: environments.dev.freeze[0].cron: '0 16 * *' is no cron expression: "),
        arguments(
            frozen("cron: 0 0 30 2 *, for: 1h"),
            "line 6: environments.dev.freeze[0].cron: '0 0 30 2 *' never comes"),
        arguments(frozen("for: 1h"), "line 6: environments.dev.freeze[0].cron: is missing"),
        arguments(
            frozen("cron: 0 16 * * FRI"), "line 6: environments.dev.freeze[0].for: is missing"),
        arguments(
            frozen("cron: 0 16 * * FRI, for: 0h"),
            "line 6: environments.dev.freeze[0].for: a freeze must last longer than 0h"),
        arguments(
            frozen("cron: 0 16 * * FRI, for: -1h"),
            "line 6: environments.dev.freeze[0].for: '-1h' is no duration: write it as 60s, 10m or"
                + " 1h30m"),
        arguments(
            frozen("cron: 0 16 * * FRI, for: 1h, zone: Europe/Berln"),
            "line 6: environments.dev.freeze[0].zone: there is no time zone 'Europe/Berln': write"
                + " it as Europe/Berlin"),
        arguments(
            frozen("cron: 0 16 * * FRI, for: 1h, until: Monday"),
            "line 6: environments.dev.freeze[0]"),
        arguments(
            IMAGES + "applications: {shop: {images: [web, wab]}}\n",
            "line 5: applications.shop.images: there is no image 'wab' in images"),
        arguments(
            IMAGES + "applications: {a: {images: [web]}, b: {images: [web]}}\n",
            "line 5: applications.b.images: 'web' belongs to a already"),
        arguments(
            IMAGES + "environments:\n  dev: {cluster: c, path: p, pullRequest: yes}\n",
            "line 6: environments.dev.pullRequest: expected environment or application, not 'yes'"),
        arguments(
            IMAGES + "environments:\n  dev: {cluster: c, branch: b, pullRequest: environment}\n",
            "line 6: environments.dev.pullRequest: dev is the branch b, which is never written to:"
                + " ask for it where its versions come from"),
        arguments(
            "version: 1\ncommits: {subject: '{imagee}'}\n",
            "line 2: commits.subject: the commit subject names '{imagee}', which is unknown; known"
                + " are change, environments, files, from, images, reasons, to"),
        arguments(
            "version: 1\ncommits: {body: 'Slipway-Event: x'}\n",
            "line 2: commits.body: no line of the commit body may begin with 'Slipway-': we write"
                + " those"),
        arguments(
            "version: 1\ncommits: {title: x}\n",
            "line 2: commits.title: there is no such setting; known here: subject, body"),
        arguments("version: 1\nimages: {web: [}\n", "line 2: is not YAML:"));
  }

  @Test
  void namesEveryProblemAtOnce() {
    assertThat(problems("version: 3\nimagess: {}\nenvironments: {dev: {}}\n")).hasSize(4);
  }

  @Test
  void followsEveryExampleOfTheDocumentation() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../docs/examples"))) {
      List<Path> examples = files.filter(file -> file.toString().endsWith(".yaml")).toList();
      assertThat(examples).isNotEmpty();
      for (Path example : examples) {
        assertThat(problems(Files.readString(example))).as(example.toString()).isEmpty();
      }
    }
  }

  private static Arguments arguments(String text, String problem) {
    return Arguments.of(text, problem);
  }

  private static RepositoryConfiguration accepted(String text) {
    return switch (read(text)) {
      case SlipwayYaml.Outcome.Accepted(RepositoryConfiguration configuration) -> configuration;
      case SlipwayYaml.Outcome.Rejected(List<ConfigurationProblem> problems) ->
          throw new AssertionError(problems);
    };
  }

  private static List<ConfigurationProblem> problems(String text) {
    return switch (read(text)) {
      case SlipwayYaml.Outcome.Accepted _ -> List.of();
      case SlipwayYaml.Outcome.Rejected(List<ConfigurationProblem> problems) -> problems;
    };
  }

  private static String rejected(String text) {
    return String.join("\n", problems(text).stream().map(Object::toString).toList());
  }

  private static SlipwayYaml.Outcome read(String text) {
    return SlipwayYaml.read(text.getBytes(StandardCharsets.UTF_8), SOURCE, MAIN);
  }
}
