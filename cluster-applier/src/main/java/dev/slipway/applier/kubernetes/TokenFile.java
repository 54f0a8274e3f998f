package dev.slipway.applier.kubernetes;

import dev.slipway.applier.UnavailableException;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code tokenFile} of a kubeconfig's user, which the client leaves aside: read for each
 * request, because whoever issues such tokens writes a new one in time.
 */
record TokenFile(Path path) implements OAuthTokenProvider {

  /** That of the user of the current context; its path is relative to the kubeconfig's folder. */
  static Optional<TokenFile> of(Config config, Path kubeconfig) {
    NamedContext current = config.getCurrentContext();
    if (current == null || current.getContext() == null) {
      return Optional.empty();
    }
    String user = current.getContext().getUser();
    return KubeConfigUtils.parseConfig(kubeconfig.toFile()).getUsers().stream()
        .filter(named -> named.getName().equals(user))
        .flatMap(named -> Optional.ofNullable(named).map(NamedAuthInfo::getUser).stream())
        .flatMap(found -> Optional.of(found).map(AuthInfo::getTokenFile).stream())
        .filter(file -> !file.isBlank())
        .map(file -> new TokenFile(kubeconfig.toAbsolutePath().resolveSibling(file)))
        .findFirst();
  }

  /** Never none: without a token the server would take us for somebody who may nothing. */
  @Override
  public String getToken() {
    try {
      String token = Files.readString(path).strip();
      if (!token.isEmpty()) {
        return token;
      }
    } catch (IOException e) {
      throw unavailable("cannot be read: " + e, e);
    }
    throw unavailable("is empty", null);
  }

  private UnavailableException unavailable(String problem, @Nullable Exception cause) {
    String message = "token file %s %s".formatted(path, problem);
    return cause == null
        ? new UnavailableException(UnavailableException.Reason.CLUSTER_UNAVAILABLE, message)
        : new UnavailableException(UnavailableException.Reason.CLUSTER_UNAVAILABLE, message, cause);
  }
}
