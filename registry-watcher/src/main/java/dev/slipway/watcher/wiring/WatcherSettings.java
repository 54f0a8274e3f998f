package dev.slipway.watcher.wiring;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the registry-watcher, under {@code slipway.watcher}.
 *
 * @param registries the registries that need a user, or are not reached at {@code https://HOST};
 *     default none
 * @param scanInterval between two looks at one repository, give or take a tenth; default 1 minute,
 *     at least 1 second. Where new tags come last in the order of names, a look lists only those
 * @param wholeScanInterval between two lists of all tags of a repository; default 30 minutes
 * @param requestTimeout for one request to a registry with its whole answer; default 15 seconds
 * @param requestsAtOnce to one registry host; default 16
 * @param webhookTokenFile the token that registries send as {@code Authorization: Bearer}; absent:
 *     no notification is taken
 */
@ConfigurationProperties("slipway.watcher")
public record WatcherSettings(
    @DefaultValue List<RegistrySettings> registries,
    @DefaultValue("1m") Duration scanInterval,
    @DefaultValue("30m") Duration wholeScanInterval,
    @DefaultValue("15s") Duration requestTimeout,
    @DefaultValue("16") int requestsAtOnce,
    @Nullable Path webhookTokenFile) {
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

  public WatcherSettings {
    registries = List.copyOf(registries);
    require(
        scanInterval.compareTo(SHORTEST_INTERVAL) >= 0, "scan-interval must be at least 1 second");
    require(wholeScanInterval.isPositive(), "whole-scan-interval must be positive");
    require(requestTimeout.isPositive(), "request-timeout must be positive");
    require(requestsAtOnce > 0, "requests-at-once must be at least 1");
    long hosts = registries.stream().map(RegistrySettings::host).distinct().count();
    require(hosts == registries.size(), "registries must not name a host twice");
  }

  /**
   * One registry.
   *
   * @param host as images name it: {@code ghcr.io}; {@code *} for every host that is not listed
   * @param address where it is really reached, scheme, host and port; absent: {@code https://HOST}
   * @param username with a password file, or not at all
   * @param passwordFile holds the password or token
   */
  public record RegistrySettings(
      String host, @Nullable URI address, @Nullable String username, @Nullable Path passwordFile) {

    public RegistrySettings {
      require(!host.isBlank(), "registries: host must not be empty");
      require(
          (username == null) == (passwordFile == null),
          "registries: " + host + " needs both username and password-file, or neither");
      require(
          address == null || isWeb(address),
          "registries: the address of "
              + host
              + " must be http(s)://HOST[:PORT], but is "
              + address);
    }

    private static boolean isWeb(URI address) {
      return ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))
          && address.getRawAuthority() != null
          && address.getRawUserInfo() == null;
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("slipway.watcher." + otherwise);
    }
  }
}
