package dev.slipway.console.web;

import dev.slipway.console.ConsoleException;
import dev.slipway.console.ConsoleException.Reason;
import dev.slipway.console.Pipeline;
import dev.slipway.messaging.Configuration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/** Half a history would tell half the truth: answers wait until all of it is read. */
@Component("history")
class WholeHistory implements HandlerInterceptor, HealthIndicator {
  private final Pipeline pipeline;
  private final Configuration configuration;

  WholeHistory(Pipeline pipeline, Configuration configuration) {
    this.pipeline = pipeline;
    this.configuration = configuration;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!pipeline.isWhole(configuration)) {
      throw new ConsoleException(
          Reason.STILL_READING, "the console is still reading the history: try again in a moment");
    }
    return true;
  }

  @Override
  public Health health() {
    return pipeline.isWhole(configuration)
        ? Health.up().build()
        : Health.outOfService().withDetail("history", "still being read").build();
  }
}
