package dev.slipway.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.Environment;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.OnFailure;
import dev.slipway.events.value.Promotion;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.events.value.Sequence;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.messaging.testing.FakeConfiguration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WriterRouterTest {
  private static final GitRepository SHOP = GitRepository.parse("https://git.example.org/shop");
  private static final GitRepository FOREIGN = GitRepository.parse("https://git.example.org/x");
  private static final GitBranch MAIN = GitBranch.parse("main");
  private static final FollowedImage WEB =
      new FollowedImage("web", WriterOnGit.WEB, new TagPolicy.Release(), null, null);

  private final FakeConfiguration configuration = new FakeConfiguration();
  private final WriterRouter router =
      new WriterRouter(new TrackedBranches(List.of(new Tracked(SHOP, MAIN, true))));

  @BeforeEach
  void configure() {
    configuration.put(new WatchedImage(SHOP, WEB));
    configuration.put(environment("staging", SHOP, "main", null));
    configuration.put(environment("channel", SHOP, "releases/prod", "staging"));
    configuration.put(environment("theirs", FOREIGN, "main", null));
  }

  @Test
  void sendsAnImageToEveryBranchThatFollowsIt() {
    assertThat(keys(WriterOnGit.published("1.0.0")))
        .containsExactlyInAnyOrder(SHOP + "#main", SHOP + "#releases/prod");
  }

  @Test
  void sendsAProofToWhereItCounts() {
    assertThat(keys(WriterOnGit.succeeded("staging", "1.0.0")))
        .containsExactlyInAnyOrder(SHOP + "#main", SHOP + "#releases/prod");
    assertThat(keys(WriterOnGit.succeeded("theirs", "1.0.0"))).isEmpty();
  }

  @Test
  void sendsAFailureWhereItIsTakenBack() {
    assertThat(keys(failed("staging"))).isEmpty();

    configuration.put(rollingBack("staging"));

    assertThat(keys(failed("staging"))).containsExactly(SHOP + "#main");
  }

  @Test
  void sendsARequestToTheBranchThatHoldsTheEnvironment() {
    assertThat(keys(hold("channel"))).containsExactly(SHOP + "#releases/prod");
  }

  @Test
  void findsSomebodyToSayThatThereIsNoSuchEnvironment() {
    assertThat(keys(hold("nowhere"))).containsExactly(SHOP + "#main");
  }

  private Set<String> keys(Event event) {
    return router.keysOf(
        EventEnvelope.first(EventId.random(), "/test", Instant.EPOCH, event), configuration);
  }

  private static RolloutFailed failed(String environment) {
    return new RolloutFailed(
        EnvironmentName.parse(environment),
        new Sequence(1, 1, 0),
        GitRevision.parse("a".repeat(40)),
        RolloutFailure.CRASHED,
        "crashed",
        "Deployment/web",
        true);
  }

  private static Environment rollingBack(String name) {
    return new Environment(
        EnvironmentName.parse(name),
        SHOP,
        MAIN,
        name,
        true,
        "main",
        "default",
        List.of(WEB),
        null,
        null,
        false,
        null,
        OnFailure.ROLLBACK);
  }

  private static HoldRequested hold(String environment) {
    return new HoldRequested(EnvironmentName.parse(environment), WriterOnGit.ANNA, null);
  }

  private static Environment environment(
      String name, GitRepository source, String branch, @Nullable String promotesFrom) {
    return new Environment(
        EnvironmentName.parse(name),
        source,
        GitBranch.parse(branch),
        name,
        branch.equals("main"),
        "main",
        "default",
        List.of(WEB),
        promotesFrom == null ? null : new Promotion(EnvironmentName.parse(promotesFrom), false, 0),
        null,
        false,
        null);
  }
}
