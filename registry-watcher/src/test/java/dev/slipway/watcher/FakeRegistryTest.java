package dev.slipway.watcher;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

class FakeRegistryTest extends RegistryContract {
  private final FakeRegistry fake = new FakeRegistry();

  @Override
  protected Registry registry() {
    return fake;
  }

  @Override
  protected ImageRepository repository(String path) {
    return new ImageRepository("registry.test", path);
  }

  @Override
  protected Digest push(
      ImageRepository repository, String tag, Instant createdAt, Map<String, String> labels) {
    return fake.push(repository, tag, createdAt, labels);
  }

  @Override
  protected void failNext(int status, Duration retryAfter) {
    fake.failNext(
        switch (status) {
          case 401 -> new PermanentRegistryException(RegistryFailure.UNAUTHORIZED, "refused", null);
          case 429 ->
              new TransientRegistryException(
                  RegistryFailure.RATE_LIMITED, "too many", retryAfter, null);
          default ->
              new TransientRegistryException(
                  RegistryFailure.SERVER_ERROR, "failed", retryAfter, null);
        });
  }

  @Override
  protected void disappear() {
    fake.failNext(
        new TransientRegistryException(RegistryFailure.UNAVAILABLE, "away", Duration.ZERO, null));
  }

  @Override
  protected void recover() {
    fake.repair();
  }
}
