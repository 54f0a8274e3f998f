package dev.slipway.watcher.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import dev.slipway.sandbox.http.Credentials;
import dev.slipway.sandbox.registry.ImageBehaviour;
import dev.slipway.sandbox.registry.ImagePusher;
import dev.slipway.sandbox.registry.SampleImage;
import dev.slipway.sandbox.registry.SandboxRegistry;
import dev.slipway.watcher.MovableClock;
import dev.slipway.watcher.Registry;
import dev.slipway.watcher.RegistryAddresses;
import dev.slipway.watcher.RegistryContract;
import dev.slipway.watcher.RegistryException;
import dev.slipway.watcher.RegistryFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a registry that real clients push to. */
class OciRegistryIT extends RegistryContract {
  private static final int MANY = 100;

  @TempDir Path directory;
  private final MovableClock clock = new MovableClock();
  private SandboxRegistry sandbox;
  private OciRegistry registry;

  @BeforeEach
  void start() {
    sandbox = SandboxRegistry.start(directory.resolve("registry"), 0);
    sandbox.limitPages(3);
    registry = client(sandbox, Map.of());
  }

  @AfterEach
  void stop() {
    registry.close();
    sandbox.close();
  }

  @Test
  void readsTheListPageByPage() throws InterruptedException {
    ImageRepository repository = repository("acme/pages");
    for (int i = 0; i < 7; i++) {
      push(repository, "1.0." + i, Instant.EPOCH, Map.of());
    }

    assertThat(registry.listTags(repository)).hasSize(7);
    assertThat(sandbox.requests().stream().filter(r -> r.contains("/tags/list"))).hasSize(3);
  }

  @Test
  void leavesTheHostAloneForAsLongAsItAsked() throws InterruptedException {
    ImageRepository repository = repository("acme/limited");
    push(repository, "1.0.0", Instant.EPOCH, Map.of());
    sandbox.failNext(429, 1, Duration.ofSeconds(30));
    failureOf(() -> registry.listTags(repository));
    int requests = sandbox.requests().size();

    clock.pass(Duration.ofSeconds(29));
    RegistryException failure = failureOf(() -> registry.listTags(repository("acme/other")));
    assertThat(failure.reason()).isEqualTo(RegistryFailure.RATE_LIMITED);
    assertThat(sandbox.requests()).hasSize(requests);

    clock.pass(Duration.ofSeconds(2));
    assertThat(registry.listTags(repository)).hasSize(1);
  }

  @Test
  void givesItsUserToARegistryThatAsksForOne() throws IOException, InterruptedException {
    String password = UUID.randomUUID().toString();
    Path file = Files.writeString(directory.resolve("password"), password + "\n");
    var user = new Credentials("robot", password);
    try (SandboxRegistry closed = SandboxRegistry.start(directory.resolve("closed"), 0, user);
        OciRegistry right = client(closed, Map.of("*", credentials("robot", file)));
        OciRegistry wrong = client(closed, Map.of("*", credentials("nobody", file)));
        OciRegistry none = client(closed, Map.of())) {
      ImageRepository repository = new ImageRepository(closed.host(), "acme/web");
      ImagePusher.to(closed.host()).as(user).push("acme/web", "1.0.0");

      assertThat(right.listTags(repository)).containsExactly(Tag.parse("1.0.0"));
      assertThat(failureOf(() -> wrong.listTags(repository)).reason())
          .isEqualTo(RegistryFailure.UNAUTHORIZED);
      assertThat(failureOf(() -> none.listTags(repository)))
          .hasMessageNotContaining(password)
          .extracting(RegistryException::reason)
          .isEqualTo(RegistryFailure.UNAUTHORIZED);
    }
  }

  private static dev.slipway.watcher.registry.Credentials credentials(String user, Path file) {
    return new dev.slipway.watcher.registry.Credentials(user, file);
  }

  private OciRegistry client(
      SandboxRegistry of, Map<String, dev.slipway.watcher.registry.Credentials> credentials) {
    return new OciRegistry(
        new RegistryAddresses(Map.of(of.host(), of.uri()), null),
        credentials,
        Duration.ofSeconds(5),
        4,
        clock);
  }

  @Override
  protected Registry registry() {
    return registry;
  }

  @Override
  protected ImageRepository repository(String path) {
    return new ImageRepository(sandbox.host(), path);
  }

  @Override
  protected Digest push(
      ImageRepository repository, String tag, Instant createdAt, Map<String, String> labels) {
    SampleImage image =
        new SampleImage(createdAt, labels, ImageBehaviour.HEALTHY, UUID.randomUUID().toString());
    return Digest.parse(ImagePusher.to(sandbox.host()).push(repository.path(), tag, image));
  }

  @Override
  protected void failNext(int status, Duration retryAfter) {
    sandbox.failNext(status, 1, retryAfter);
  }

  @Override
  protected void disappear() {
    sandbox.cutOffNext(MANY);
  }

  @Override
  protected void recover() {
    sandbox.recover();
  }
}
