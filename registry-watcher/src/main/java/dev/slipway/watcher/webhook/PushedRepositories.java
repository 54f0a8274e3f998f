package dev.slipway.watcher.webhook;

import dev.slipway.events.value.ImageRepository;
import dev.slipway.messaging.Configuration;
import dev.slipway.watcher.RegistryAddresses;
import dev.slipway.watcher.WatchedRepositories;
import java.util.List;

/** Which watched repositories a push may concern. */
final class PushedRepositories {
  private final Configuration configuration;
  private final RegistryAddresses addresses;

  PushedRepositories(Configuration configuration, RegistryAddresses addresses) {
    this.configuration = configuration;
    this.addresses = addresses;
  }

  /**
   * Those of the push's path at the registry that told of it.
   *
   * <p>A registry behind a proxy may call itself by a name that nobody else uses. Then it is every
   * watched repository of that path: asking once too often loses nothing.
   */
  List<ImageRepository> of(Push push) {
    List<ImageRepository> samePath =
        List.copyOf(WatchedRepositories.of(configuration, push.path()));
    List<ImageRepository> sameRegistry =
        samePath.stream().filter(repository -> isTold(repository, push)).toList();
    return sameRegistry.isEmpty() ? samePath : sameRegistry;
  }

  private boolean isTold(ImageRepository repository, Push push) {
    return push.hosts().stream().anyMatch(host -> addresses.isSame(repository.host(), host));
  }
}
