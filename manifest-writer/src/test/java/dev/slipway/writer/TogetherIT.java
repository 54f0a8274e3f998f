package dev.slipway.writer;

import static dev.slipway.writer.WriterOnGit.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.ImagePublished;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import dev.slipway.messaging.Next;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that belong together move together (B18). */
class TogetherIT {
  private static final String CONFIGURATION =
      """
      version: 1
      images:
        web: {repository: ghcr.io/acme/web, policy: {semver: '>=1.0.0'}}
        api:
          repository: ghcr.io/acme/api
          policy: {semver: '>=1.0.0', filter: {pattern: '^v(?P<version>.*)-api$', extract: $version}}
        job: {repository: ghcr.io/acme/job, policy: {semver: '*'}}
      applications:
        shop: {images: [web, api], together: 10m}
      environments:
        dev: {cluster: main, path: dev, follow: [web, api, job]}
        front: {cluster: main, path: front, follow: [web]}
      """;

  private WriterOnGit writer;

  @BeforeEach
  void start(@TempDir Path folder) throws InterruptedException {
    writer =
        new WriterOnGit(
            folder,
            Map.of(
                "slipway.yaml",
                CONFIGURATION,
                "dev/all.yaml",
                dev("1.0.0", "v1.0.0-api", "1.0.0"),
                "front/web.yaml",
                "image: ghcr.io/acme/web:1.0.0 # {\"$imagepolicy\": \"a:web\"}\n"));
    writer.work();
  }

  @AfterEach
  void stop() {
    writer.close();
  }

  @Test
  void landInOneCommitOnceAllOfAVersionExist() throws InterruptedException {
    writer.deliver(published("web", "1.1.0"));
    writer.deliver(published("job", "1.1.0"));
    writer.work();
    assertThat(writer.file("dev/all.yaml")).isEqualTo(dev("1.0.0", "v1.0.0-api", "1.1.0"));
    assertThat(writer.file("front/web.yaml")).contains("web:1.1.0");
    assertThat(writer.publisher.events(UpdateDeclined.class))
        .singleElement()
        .satisfies(
            declined -> {
              assertThat(declined.reason()).isEqualTo(DeclineReason.INCOMPLETE_VERSION);
              assertThat(declined.message())
                  .isEqualTo(
                      "1.1.0 waits for api of shop in this version, until 2026-11-20T10:10:02Z at"
                          + " the latest");
            });

    writer.deliver(published("api", "v1.1.0-api"));
    writer.work();

    assertThat(writer.file("dev/all.yaml")).isEqualTo(dev("1.1.0", "v1.1.0-api", "1.1.0"));
    assertThat(writer.commits()).isEqualTo(3);
    assertThat(writer.publisher.events(UpdateDeclined.class)).hasSize(1);
    assertThat(writer.state().inbox().isEmpty()).isTrue();
  }

  @Test
  void goAloneWhenTheTimeIsUp() throws InterruptedException {
    writer.deliver(published("web", "1.1.0"));
    writer.work();
    writer.restart();
    writer.clock.pass(Duration.ofMinutes(9));
    writer.work();
    assertThat(writer.file("dev/all.yaml")).contains("web:1.0.0");

    writer.clock.pass(Duration.ofMinutes(1));
    writer.work();

    assertThat(writer.file("dev/all.yaml")).isEqualTo(dev("1.1.0", "v1.0.0-api", "1.0.0"));
    writer.deliver(published("api", "v1.1.0-api"));
    writer.work();
    assertThat(writer.file("dev/all.yaml")).isEqualTo(dev("1.1.0", "v1.1.0-api", "1.0.0"));
  }

  @Test
  void askToBeCalledWhenTheTimeIsUp() throws InterruptedException {
    writer.pollEvery(Duration.ofHours(1));
    writer.deliver(published("web", "1.1.0"));
    writer.workOnce();
    writer.clock.pass(Duration.ofMinutes(4));

    assertThat(writer.workOnce()).isEqualTo(Next.after(Duration.ofMinutes(6)));
  }

  @Test
  void waitForTheNewestThatIsComplete() throws InterruptedException {
    writer.deliver(published("web", "1.1.0"));
    writer.deliver(published("web", "1.2.0"));
    writer.deliver(published("api", "v1.1.0-api"));
    writer.work();
    assertThat(writer.file("dev/all.yaml")).isEqualTo(dev("1.1.0", "v1.1.0-api", "1.0.0"));

    writer.deliver(published("api", "v1.2.0-api"));
    writer.work();
    assertThat(writer.file("dev/all.yaml")).isEqualTo(dev("1.2.0", "v1.2.0-api", "1.0.0"));
    assertThat(writer.log().getFirst()).isEqualTo("web, api in dev");
  }

  @Test
  void areNotForgottenWhereItDiesRightAfterTheFirstLanded() throws InterruptedException {
    writer.deliver(published("web", "1.1.0"));
    writer.server.beforeNextPush(() -> writer.publisher.failNext(1));
    writer.crash();
    assertThat(writer.file("front/web.yaml")).contains("web:1.1.0");

    writer.work();
    writer.deliver(published("api", "v1.1.0-api"));
    writer.work();

    assertThat(writer.file("dev/all.yaml")).isEqualTo(dev("1.1.0", "v1.1.0-api", "1.0.0"));
  }

  private static String dev(String web, String api, String job) {
    return """
    a: ghcr.io/acme/web:%s # {"$imagepolicy": "a:web"}
    b: ghcr.io/acme/api:%s # {"$imagepolicy": "a:api"}
    c: ghcr.io/acme/job:%s # {"$imagepolicy": "a:job"}
    """
        .formatted(web, api, job);
  }

  private static ImagePublished published(String image, String tag) {
    return new ImagePublished(
        ImageRepository.parse("ghcr.io/acme/" + image),
        Tag.parse(tag),
        digest(tag),
        null,
        Map.of(),
        null);
  }
}
