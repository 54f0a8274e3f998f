package dev.slipway.writer;

import static dev.slipway.writer.WriterOnGit.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.ImageFound;
import dev.slipway.events.ImageLookupRequested;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ScannedImage;
import dev.slipway.events.value.Tag;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies that go by what is behind a tag: when it was built, and from which branch. */
class BuildChoiceIT {
  private static final String CONFIGURATION =
      """
      version: 1
      images:
        web: {repository: ghcr.io/acme/web, policy: {newest-build: true, filter: {pattern: '^[0-9a-f]{7}$'}}}
        app: {repository: ghcr.io/acme/web, policy: {semver: '*', fromBranch: main}}
      environments:
        dev: {cluster: main, path: dev, follow: [web]}
        test: {cluster: main, path: test, follow: [app]}
      """;
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private WriterOnGit writer;

  @BeforeEach
  void start(@TempDir Path folder) throws InterruptedException {
    writer =
        new WriterOnGit(
            folder,
            Map.of(
                "slipway.yaml", CONFIGURATION,
                "dev/a.yaml", "image: ghcr.io/acme/web:fffffff # {\"$imagepolicy\": \"a:web\"}\n",
                "test/a.yaml", "image: ghcr.io/acme/web:1.0.0 # {\"$imagepolicy\": \"a:app\"}\n"));
    writer.work();
  }

  @AfterEach
  void stop() {
    writer.close();
  }

  @Test
  void asksWhenTheCurrentImageWasBuiltBeforeItReplacesIt() throws InterruptedException {
    writer.deliver(published("0a1b2c3", NOON, "main"));
    writer.work();
    assertThat(writer.file("dev/a.yaml")).contains("web:fffffff");
    assertThat(writer.publisher.events(ImageLookupRequested.class))
        .isNotEmpty()
        .allSatisfy(asked -> assertThat(asked.reference()).hasToString("ghcr.io/acme/web:fffffff"));

    built("fffffff", NOON.minusSeconds(1));
    writer.work();

    assertThat(writer.file("dev/a.yaml")).contains("web:0a1b2c3");
    assertThat(writer.log().getFirst()).isEqualTo("web fffffff → 0a1b2c3 in dev");
    assertThat(writer.state().inbox().isEmpty()).isTrue();
  }

  @Test
  void keepsTheCurrentImageWhereItWasBuiltLater() throws InterruptedException {
    writer.deliver(published("0a1b2c3", NOON, "main"));
    writer.work();
    built("fffffff", NOON.plusSeconds(1));
    writer.work();

    assertThat(writer.commits()).isEqualTo(1);
    assertThat(writer.publisher.events(UpdateDeclined.class))
        .extracting(UpdateDeclined::reason)
        .contains(DeclineReason.NOT_NEWER);
  }

  @Test
  void goesByTheTimeOfTheBuildWhateverOrderTheyComeIn() throws InterruptedException {
    built("fffffff", NOON.minusSeconds(100));
    writer.deliver(published("1111111", NOON.plusSeconds(2), "main"));
    writer.work();
    writer.deliver(published("eeeeeee", NOON.plusSeconds(1), "main"));
    writer.work();
    writer.restart();
    writer.deliver(published("2222222", NOON.plusSeconds(3), "main"));
    writer.work();

    assertThat(writer.log())
        .containsExactly("web 1111111 → 2222222 in dev", "web fffffff → 1111111 in dev", "Begin");
  }

  @Test
  void choosesTheNewestBuildOfAScan() throws InterruptedException {
    built("fffffff", NOON.minusSeconds(100));
    writer.deliver(
        scanned(
            image("fffffff", NOON.minusSeconds(100), "main"),
            image("aaaaaaa", NOON, "main"),
            image("bbbbbbb", NOON.minusSeconds(5), "main")));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("web fffffff → aaaaaaa in dev");
  }

  @Test
  void doesNothingWithAScanThatDoesNotSayWhenItsImagesWereBuilt() throws InterruptedException {
    writer.deliver(new RepositoryScanned(WriterOnGit.WEB, List.of(Tag.parse("aaaaaaa")), true));
    writer.work();

    assertThat(writer.commits()).isEqualTo(1);
    assertThat(writer.state().inbox().isEmpty()).isTrue();
  }

  @Test
  void choosesTheNewestOfItsBranchFromAScan() throws InterruptedException {
    writer.deliver(
        scanned(
            image("1.1.0", NOON, "main"),
            image("1.2.0", NOON, "main"),
            image("1.3.0", NOON, "hotfix"),
            image("1.4.0", NOON, null)));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("app 1.0.0 → 1.2.0 in test");
  }

  @Test
  void saysThatAnImageIsFromAnotherBranch() throws InterruptedException {
    writer.deliver(published("1.3.0", NOON, "hotfix"));
    writer.work();

    assertThat(writer.commits()).isEqualTo(1);
    assertThat(writer.publisher.events(UpdateDeclined.class))
        .filteredOn(declined -> declined.reason() == DeclineReason.WRONG_BRANCH)
        .singleElement()
        .extracting(UpdateDeclined::message)
        .isEqualTo("app follows the branch main, but this image says hotfix");
  }

  private void built(String tag, Instant when) {
    writer.deliver(
        new ImageFound(
            WriterOnGit.WEB, EventId.random(), Tag.parse(tag), digest(tag), when, Map.of()));
  }

  private static ImagePublished published(String tag, Instant created, String branch) {
    return new ImagePublished(
        WriterOnGit.WEB, Tag.parse(tag), digest(tag), created, labels(branch), null);
  }

  private static RepositoryScanned scanned(ScannedImage... images) {
    return new RepositoryScanned(
        WriterOnGit.WEB, Stream.of(images).map(ScannedImage::tag).toList(), true, List.of(images));
  }

  private static ScannedImage image(String tag, Instant created, @Nullable String branch) {
    return new ScannedImage(
        Tag.parse(tag), digest(tag), created, branch == null ? Map.of() : labels(branch));
  }

  private static Map<String, String> labels(String branch) {
    return Map.of("org.opencontainers.image.ref.name", branch);
  }
}
