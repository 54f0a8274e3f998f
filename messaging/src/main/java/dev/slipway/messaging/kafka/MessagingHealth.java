package dev.slipway.messaging.kafka;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up when the service takes events: configuration read, work assigned, listeners alive. */
final class MessagingHealth implements HealthIndicator {
  private final Supplier<@Nullable String> problem;

  MessagingHealth(Supplier<@Nullable String> problem) {
    this.problem = problem;
  }

  @Override
  public Health health() {
    String why = problem.get();
    return why == null ? Health.up().build() : Health.down().withDetail("problem", why).build();
  }
}
