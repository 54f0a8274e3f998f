package dev.slipway.watcher.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.value.Tag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationsTest {
  private static final String OCI = "application/vnd.oci.image.manifest.v1+json";

  @Test
  void readsTheTagsThatWerePushed() {
    String body =
        "{\"events\":["
            + event("push", OCI, "acme/web", "1.0.0")
            + ","
            + event("push", OCI, "acme/api", "latest")
            + "]}";

    assertThat(read(body))
        .containsExactly(
            new Push("acme/web", Tag.parse("1.0.0"), Set.of("reg.test:5000", "10.0.0.1:5000")),
            new Push("acme/api", Tag.parse("latest"), Set.of("reg.test:5000", "10.0.0.1:5000")));
  }

  @ParameterizedTest
  @CsvSource({
    "pull, application/vnd.oci.image.manifest.v1+json, acme/web, 1.0.0",
    "mount, application/vnd.oci.image.manifest.v1+json, acme/web, 1.0.0",
    "push, application/octet-stream, acme/web, 1.0.0",
    "push, application/vnd.oci.image.manifest.v1+json, acme/web, ''",
    "push, application/vnd.oci.image.manifest.v1+json, acme/web, no tag",
    "push, application/vnd.oci.image.manifest.v1+json, '', 1.0.0",
  })
  void leavesOutWhatIsNoTaggedPush(String action, String mediaType, String path, String tag) {
    assertThat(read("{\"events\":[" + event(action, mediaType, path, tag) + "]}")).isEmpty();
  }

  @Test
  void readsAPushThatDoesNotSayWhereItWas() {
    String body =
        "{\"events\":[{\"action\":\"push\",\"target\":{\"mediaType\":\""
            + OCI
            + "\",\"repository\":\"acme/web\",\"tag\":\"1\",\"url\":\"::\"}}]}";

    assertThat(read(body)).containsExactly(new Push("acme/web", Tag.parse("1"), Set.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "[]", "{}", "{\"events\":{}}", "{\"events\":[", "null"})
  void refusesWhatIsNoNotification(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the body ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"events\":[]}", "{\"events\":[null,5,{},{\"target\":7}]}"})
  void findsNothingInNothing(String body) {
    assertThat(read(body)).isEmpty();
  }

  static String event(String action, String mediaType, String path, String tag) {
    return """
    {"action":"%s","target":{"mediaType":"%s","repository":"%s","tag":"%s",
     "url":"http://reg.test:5000/v2/x/manifests/sha256:0"},"request":{"host":"10.0.0.1:5000"}}
    """
        .formatted(action, mediaType, path, tag);
  }

  private static List<Push> read(String body) {
    return Notifications.read(body.getBytes(StandardCharsets.UTF_8));
  }
}
