package dev.slipway.watcher.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.messaging.testing.FakeConfiguration;
import dev.slipway.messaging.testing.RecordingPublisher;
import dev.slipway.messaging.testing.RecordingPublisher.Notice;
import dev.slipway.watcher.RegistryAddresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class RegistryWebhookTest {
  private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  private static final String TYPE = "application/vnd.docker.distribution.events.v2+json";
  private static final String PUSH =
      "{\"events\":[" + NotificationsTest.event("push", OCI, "acme/web", "1.0.0") + "]}";

  @TempDir Path directory;
  private final RecordingPublisher publisher = new RecordingPublisher();
  private final FakeConfiguration configuration = new FakeConfiguration();
  private Path tokenFile;
  private RegistryWebhook webhook;

  @BeforeEach
  void start() throws IOException {
    tokenFile = Files.writeString(directory.resolve("token"), "t0ken\n");
    webhook = webhook(Optional.of(new BearerToken(tokenFile)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.docker.distribution.events.v1+json",
        "application/vnd.docker.distribution.events.v2+json",
        "Application/vnd.docker.distribution.events.v2+json; charset=utf-8",
      })
  void handsAPushOnToTheRepositorysOwner(String contentType) throws IOException {
    watch("reg.test:5000/acme/web");

    assertThat(post("Bearer t0ken", contentType, PUSH)).isEqualTo(202);
    assertThat(publisher.notices()).containsExactly(new Notice("reg.test:5000/acme/web", "1.0.0"));
  }

  @Test
  void handsOnTheTraceThatARegistrySends() throws IOException {
    watch("reg.test:5000/acme/web");
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    webhook.onNotification(traced(trace));
    webhook.onNotification(traced("no trace"));

    assertThat(publisher.notices())
        .containsExactly(
            new Notice("reg.test:5000/acme/web", "1.0.0 " + trace),
            new Notice("reg.test:5000/acme/web", "1.0.0"));
  }

  private static MockHttpServletRequest traced(String traceparent) {
    var request = new MockHttpServletRequest("POST", "/webhooks/registry");
    request.setContentType(TYPE);
    request.setContent(PUSH.getBytes(StandardCharsets.UTF_8));
    request.addHeader("Authorization", "Bearer t0ken");
    request.addHeader("traceparent", traceparent);
    return request;
  }

  @Test
  void knowsARegistryByTheAddressItIsReachedAt() throws IOException {
    watch("ghcr.io/acme/web");
    watch("other.test/acme/web");

    post("Bearer t0ken", TYPE, PUSH);

    assertThat(publisher.notices()).containsExactly(new Notice("ghcr.io/acme/web", "1.0.0"));
  }

  @Test
  void handsOnToEveryRepositoryOfThatPathWhereTheRegistryIsUnknown() throws IOException {
    watch("one.test/acme/web");
    watch("two.test/acme/web");
    watch("two.test/acme/api");

    post("Bearer t0ken", TYPE, PUSH);

    assertThat(publisher.notices())
        .containsExactlyInAnyOrder(
            new Notice("one.test/acme/web", "1.0.0"), new Notice("two.test/acme/web", "1.0.0"));
  }

  @Test
  void takesAPushOfARepositoryThatNobodyWatchesAndForgetsIt() throws IOException {
    assertThat(post("Bearer t0ken", TYPE, PUSH)).isEqualTo(202);
    assertThat(publisher.notices()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer wrong", "t0ken", "Basic t0ken"})
  void refusesWhoeverDoesNotKnowTheToken(String authorization) throws IOException {
    watch("reg.test:5000/acme/web");

    assertThat(post(authorization, TYPE, PUSH)).isEqualTo(401);
    assertThat(publisher.notices()).isEmpty();
  }

  @Test
  void refusesEverybodyWhereNoTokenIsConfigured() throws IOException {
    webhook = webhook(Optional.empty());

    assertThat(post("Bearer ", TYPE, PUSH)).isEqualTo(401);
  }

  @Test
  void takesANewTokenWithoutARestart() throws IOException {
    Files.writeString(tokenFile, "other");

    assertThat(post("Bearer t0ken", TYPE, PUSH)).isEqualTo(401);
    assertThat(post("Bearer other", TYPE, PUSH)).isEqualTo(202);
  }

  @Test
  void letsNobodyInWithAnEmptyToken() throws IOException {
    Files.writeString(tokenFile, "\n");

    assertThat(post("Bearer ", TYPE, PUSH)).isEqualTo(401);
  }

  @Test
  void doesNotStartWithATokenFileThatIsMissing() {
    assertThatThrownBy(() -> new BearerToken(directory.resolve("missing")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void saysWhatIsWrongWithWhatItCannotRead() throws IOException {
    assertThat(post("Bearer t0ken", "text/plain", PUSH)).isEqualTo(415);
    assertThat(post("Bearer t0ken", TYPE, "{\"events\":")).isEqualTo(400);
    assertThat(post("Bearer t0ken", TYPE, " ".repeat(1024 * 1024 + 1))).isEqualTo(413);
  }

  @Test
  void asksForTheSameAgainWhileTheBrokerIsAway() throws IOException {
    watch("reg.test:5000/acme/web");
    publisher.failNext(1);

    assertThat(post("Bearer t0ken", TYPE, PUSH)).isEqualTo(503);
    assertThat(post("Bearer t0ken", TYPE, PUSH)).isEqualTo(202);
    assertThat(publisher.notices()).hasSize(1);
  }

  private int post(String authorization, String contentType, String body) throws IOException {
    var request = new MockHttpServletRequest("POST", "/webhooks/registry");
    request.setContentType(contentType);
    request.setContent(body.getBytes(StandardCharsets.UTF_8));
    if (!authorization.isEmpty()) {
      request.addHeader("Authorization", authorization);
    }
    return webhook.onNotification(request).getStatusCode().value();
  }

  private RegistryWebhook webhook(Optional<BearerToken> token) {
    var addresses =
        new RegistryAddresses(Map.of("ghcr.io", URI.create("http://reg.test:5000")), null);
    return new RegistryWebhook(publisher, configuration, addresses, (result, reason) -> {}, token);
  }

  private void watch(String repository) {
    ImageRepository image = ImageRepository.parse(repository);
    configuration.put(
        new WatchedImage(
            GitRepository.parse("https://git.test/" + image.host().replace(':', '-')),
            new FollowedImage(image.shortName(), image, new TagPolicy.Semver("*"), null, null)));
  }
}
