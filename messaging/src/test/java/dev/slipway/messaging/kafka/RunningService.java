package dev.slipway.messaging.kafka;

import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.EventHistory;
import dev.slipway.messaging.EventPublisher;
import dev.slipway.messaging.KeyedService;
import dev.slipway.messaging.Router;
import dev.slipway.messaging.ServiceGroups;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** One copy of a service, as Spring Boot starts it. */
final class RunningService implements AutoCloseable {
  @org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  private final ConfigurableApplicationContext context;

  /** What is to be started. */
  static final class Starting {
    private final Map<String, Object> settings = new HashMap<>();
    private @Nullable KeyedService<?> keyed;
    private @Nullable Router router;

    Starting(Broker broker, String service) {
      this(broker.address(), service);
    }

    Starting(String address, String service) {
      settings.put("spring.kafka.bootstrap-servers", address);
      settings.put("spring.main.banner-mode", "off");
      settings.put("slipway.messaging.service", service);
      settings.put("slipway.messaging.partitions", Broker.PARTITIONS);
      settings.put("slipway.messaging.backoff-minimum", "10ms");
      settings.put("slipway.messaging.backoff-maximum", "50ms");
    }

    Starting with(String name, Object value) {
      settings.put("slipway.messaging." + name, value);
      return this;
    }

    Starting keyed(KeyedService<?> service, String... topics) {
      keyed = service;
      return with("work", String.join(",", topics));
    }

    Starting router(Router routing, String... topics) {
      router = routing;
      return with("route", String.join(",", topics));
    }

    RunningService start() {
      var application = new SpringApplication(Application.class);
      application.setWebApplicationType(WebApplicationType.NONE);
      application.setRegisterShutdownHook(false);
      application.addInitializers(
          context -> {
            var beans = (GenericApplicationContext) context;
            beans.registerBean(SimpleMeterRegistry.class);
            if (keyed != null) {
              var service = keyed;
              beans.registerBean("service", KeyedService.class, () -> service);
            }
            if (router != null) {
              var routing = router;
              beans.registerBean("router", Router.class, () -> routing);
            }
          });
      // As arguments: the broker of the tests sets system properties, which would win otherwise.
      String[] arguments =
          settings.entrySet().stream()
              .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
              .toArray(String[]::new);
      return new RunningService(application.run(arguments));
    }
  }

  private RunningService(ConfigurableApplicationContext context) {
    this.context = context;
  }

  RunningService awaitReady() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> lifecycle().problem() == null);
    return this;
  }

  MessagingLifecycle lifecycle() {
    return context.getBean(MessagingLifecycle.class);
  }

  EventPublisher publisher() {
    return context.getBean(EventPublisher.class);
  }

  Configuration configuration() {
    return context.getBean(Configuration.class);
  }

  EventHistory history() {
    return context.getBean(EventHistory.class);
  }

  ServiceGroups groups() {
    return context.getBean(ServiceGroups.class);
  }

  <B> B bean(Class<B> type) {
    return context.getBean(type);
  }

  Status health() {
    return Objects.requireNonNull(
            context.getBean("messagingHealthIndicator", HealthIndicator.class).health())
        .getStatus();
  }

  /** How often that has happened, by its tags. */
  double count(String meter, String... tags) {
    return context.getBean(SimpleMeterRegistry.class).counter(meter, tags).count();
  }

  /** What it is now, by its tags. */
  double gauge(String meter, String... tags) {
    return context.getBean(SimpleMeterRegistry.class).get(meter).tags(tags).gauge().value();
  }

  Set<Integer> held() {
    return lifecycle().held();
  }

  @Override
  public void close() {
    context.close();
  }
}
