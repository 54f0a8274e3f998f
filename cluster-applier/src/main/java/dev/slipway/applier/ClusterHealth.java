package dev.slipway.applier;

import dev.slipway.applier.kubernetes.PermissionCheck;
import dev.slipway.messaging.Configuration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.EventListener;

/**
 * Tells once, after the start, which permissions are missing in which cluster, and keeps it for the
 * health's details. It never makes the service unhealthy: each cluster fails alone.
 */
final class ClusterHealth implements HealthIndicator {
  private static final Logger log = LoggerFactory.getLogger(ClusterHealth.class);

  private final PermissionCheck permissions;
  private final Configuration configuration;
  private final ClusterScope scope;
  private volatile @Nullable Map<String, List<String>> missing;

  ClusterHealth(PermissionCheck permissions, Configuration configuration, ClusterScope scope) {
    this.permissions = permissions;
    this.configuration = configuration;
    this.scope = scope;
  }

  @EventListener(ApplicationReadyEvent.class)
  void check() {
    Thread.ofVirtual().name("permission-check").start(this::ask);
  }

  private void ask() {
    try {
      Map<String, List<String>> found = permissions.missing(places());
      missing = found;
      found.forEach(ClusterHealth::tell);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tell(String cluster, List<String> missing) {
    if (missing.isEmpty()) {
      log.atInfo().addKeyValue("cluster", cluster).log("cluster access proven");
    } else {
      log.atWarn()
          .addKeyValue("cluster", cluster)
          .addKeyValue("missing", missing)
          .log("cluster access is incomplete: what needs it will fail");
    }
  }

  private Map<String, Set<PermissionCheck.Place>> places() {
    return configuration.environments().stream()
        .filter(environment -> scope.covers(environment.cluster()))
        .collect(
            Collectors.groupingBy(
                environment -> permissions.configuredName(environment.cluster()),
                Collectors.mapping(
                    environment ->
                        new PermissionCheck.Place(
                            environment.namespace(), environment.rules().serviceAccount()),
                    Collectors.toSet())));
  }

  @Override
  public Health health() {
    Map<String, List<String>> known = missing;
    return known == null
        ? Health.up().withDetail("clusters", "not asked yet").build()
        : Health.up().withDetail("missing-permissions", known).build();
  }
}
