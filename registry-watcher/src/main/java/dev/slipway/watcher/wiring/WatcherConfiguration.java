package dev.slipway.watcher.wiring;

import dev.slipway.watcher.Outcomes;
import dev.slipway.watcher.RegistryAddresses;
import dev.slipway.watcher.RepositoryWatch;
import dev.slipway.watcher.Troubles;
import dev.slipway.watcher.registry.Credentials;
import dev.slipway.watcher.registry.OciRegistry;
import dev.slipway.watcher.webhook.BearerToken;
import dev.slipway.watcher.wiring.WatcherSettings.RegistrySettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts of the registry-watcher. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WatcherSettings.class)
class WatcherConfiguration {
  private static final String EVERY_OTHER_HOST = "*";

  /** A trouble that nobody confirmed for so many intervals belongs to another instance now. */
  private static final int INTERVALS_SHOWN = 5;

  @Bean
  RegistryAddresses registryAddresses(WatcherSettings settings) {
    Map<String, URI> addresses = new HashMap<>();
    settings
        .registries()
        .forEach(
            registry -> {
              if (registry.address() != null) {
                addresses.put(registry.host(), registry.address());
              }
            });
    URI everyOther = addresses.remove(EVERY_OTHER_HOST);
    return new RegistryAddresses(addresses, everyOther);
  }

  @Bean
  OciRegistry registry(WatcherSettings settings, RegistryAddresses addresses, Clock clock) {
    Map<String, Credentials> credentials = new HashMap<>();
    settings.registries().forEach(registry -> credentialsOf(registry, credentials));
    return new OciRegistry(
        addresses, credentials, settings.requestTimeout(), settings.requestsAtOnce(), clock);
  }

  private static void credentialsOf(RegistrySettings registry, Map<String, Credentials> all) {
    String username = registry.username();
    Path passwordFile = registry.passwordFile();
    if (username != null && passwordFile != null) {
      all.put(registry.host(), new Credentials(username, passwordFile));
    }
  }

  @Bean
  Outcomes outcomes(MeterRegistry meters) {
    return (result, reason) ->
        meters.counter("slipway.outcomes", "result", result, "reason", reason).increment();
  }

  @Bean
  Troubles troubles(WatcherSettings settings, Clock clock, MeterRegistry meters) {
    Troubles troubles = new Troubles(clock, settings.scanInterval().multipliedBy(INTERVALS_SHOWN));
    Gauge.builder("slipway.watcher.repositories.failing", troubles, t -> t.current().size())
        .description("Repositories whose registry does not answer as it should")
        .register(meters);
    return troubles;
  }

  /** Never down: a registry that is away is no reason to restart the watcher. */
  @Bean
  HealthIndicator registries(Troubles troubles) {
    return () -> {
      Health.Builder health = Health.up();
      troubles
          .current()
          .forEach((repository, trouble) -> health.withDetail(repository.toString(), trouble));
      return health.build();
    };
  }

  @Bean
  RepositoryWatch repositoryWatch(
      OciRegistry registry,
      Outcomes outcomes,
      Troubles troubles,
      Clock clock,
      WatcherSettings settings) {
    return new RepositoryWatch(
        registry,
        outcomes,
        troubles,
        clock,
        settings.scanInterval(),
        settings.wholeScanInterval(),
        () -> ThreadLocalRandom.current().nextDouble());
  }

  @Bean
  @ConditionalOnProperty("slipway.watcher.webhook-token-file")
  BearerToken bearerToken(WatcherSettings settings) {
    return new BearerToken(Objects.requireNonNull(settings.webhookTokenFile()));
  }
}
