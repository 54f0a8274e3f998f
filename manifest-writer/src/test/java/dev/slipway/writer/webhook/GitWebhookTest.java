package dev.slipway.writer.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.messaging.testing.RecordingPublisher;
import dev.slipway.writer.Tracked;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GitWebhookTest {
  private static final String SECRET = "a secret for this test";
  private static final String PUSH =
      """
      {"ref": "refs/heads/main", "after": "0", "repository": {"clone_url": "https://Git.example.org/shop.git"}}
      """;

  private final RecordingPublisher publisher = new RecordingPublisher();
  private final Tracked shop =
      new Tracked(
          GitRepository.parse("https://git.example.org/shop"), GitBranch.parse("main"), true);
  private final GitWebhook webhook =
      new GitWebhook(new PushSignature(() -> SECRET), () -> List.of(shop), publisher);

  @Test
  void asksTheBranchsWorkerToLook() {
    assertThat(post(PUSH, sign(PUSH, SECRET))).isEqualTo(202);
    assertThat(publisher.notices())
        .containsExactly(new RecordingPublisher.Notice(shop.key(), "push"));
  }

  @Test
  void asksTheWorkerOfTheBranchThatAPullRequestIsFor() {
    String closed =
        """
        {"action": "closed", "pull_request": {"base": {"ref": "main"}},
         "repository": {"clone_url": "https://git.example.org/shop.git"}}
        """;

    assertThat(
            webhook
                .push(bytes(closed), sign(closed, SECRET), "pull_request")
                .getStatusCode()
                .value())
        .isEqualTo(202);
    assertThat(publisher.notices())
        .containsExactly(new RecordingPublisher.Notice(shop.key(), "push"));
  }

  @Test
  void refusesWhatIsNotSignedWithTheSecret() {
    assertThat(post(PUSH, null)).isEqualTo(401);
    assertThat(post(PUSH, "sha256=00")).isEqualTo(401);
    assertThat(post(PUSH, sign(PUSH, "another"))).isEqualTo(401);
    assertThat(post(PUSH + " ", sign(PUSH, SECRET))).isEqualTo(401);
    assertThat(publisher.notices()).isEmpty();
  }

  @Test
  void refusesEverythingWithoutASecret() {
    var open = new GitWebhook(new PushSignature(() -> ""), () -> List.of(shop), publisher);

    assertThat(open.push(bytes(PUSH), sign(PUSH, "x"), "push").getStatusCode().value())
        .isEqualTo(401);
  }

  @Test
  void refusesWhatIsNoPush() {
    assertThat(post("not json", sign("not json", SECRET))).isEqualTo(400);
    assertThat(post("{}", sign("{}", SECRET))).isEqualTo(400);
    assertThat(post("[]", sign("[]", SECRET))).isEqualTo(400);
    assertThat(webhook.push(null, null, "push").getStatusCode().value()).isEqualTo(400);
    assertThat(webhook.push(bytes(PUSH), sign(PUSH, SECRET), "ping").getStatusCode().value())
        .isEqualTo(200);
    assertThat(publisher.notices()).isEmpty();
  }

  @Test
  void leavesBranchesAndRepositoriesOfOthersAlone() {
    String elsewhere = PUSH.replace("main", "feature/x");
    String foreign = PUSH.replace("shop", "other");

    assertThat(post(elsewhere, sign(elsewhere, SECRET))).isEqualTo(202);
    assertThat(post(foreign, sign(foreign, SECRET))).isEqualTo(202);
    assertThat(publisher.notices()).isEmpty();
  }

  @Test
  void asksTheHostToTellAgainWhereTheBrokerIsAway() {
    publisher.failNext(1);

    assertThat(post(PUSH, sign(PUSH, SECRET))).isEqualTo(503);
  }

  private int post(String body, @Nullable String signature) {
    return webhook.push(bytes(body), signature, "push").getStatusCode().value();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String sign(String body, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(bytes(body)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
