package dev.slipway.writer.git;

import dev.slipway.git.DeployKey;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.jspecify.annotations.Nullable;

/**
 * How a remote is reached, and who our commits are from.
 *
 * @param username absent for a remote that asks for none
 * @param password read anew each time, so that a rotated one is taken; never logged
 * @param deployKey for a remote over SSH; absent for others
 * @param timeout of each network operation
 * @param author name in our commits
 * @param email address in our commits
 * @param signing absent where our commits are not signed
 */
public record GitAccess(
    @Nullable String username,
    Supplier<String> password,
    @Nullable DeployKey deployKey,
    Duration timeout,
    String author,
    String email,
    @Nullable CommitSigning signing)
    implements AutoCloseable {

  /** A remote that is read and written with a name and a password, or with nothing. */
  public GitAccess(
      @Nullable String username,
      Supplier<String> password,
      Duration timeout,
      String author,
      String email) {
    this(username, password, null, timeout, author, email, null);
  }

  void configure(Transport transport) {
    transport.setTimeout((int) Math.max(1, timeout.toSeconds()));
    if (transport instanceof SshTransport ssh && deployKey != null) {
      deployKey.configure(ssh);
      return;
    }
    if (username == null) {
      return;
    }
    String secret = password.get();
    transport.setCredentialsProvider(new UsernamePasswordCredentialsProvider(username, secret));
    if (transport instanceof TransportHttp http) {
      // Saves the round trip that a 401 costs.
      http.setPreemptiveBasicAuthentication(username, secret);
    }
  }

  /** Why the host itself was not trusted, where it was not. */
  Optional<String> refusalOfHost() {
    return deployKey == null ? Optional.empty() : deployKey.refusal();
  }

  @Override
  public void close() {
    if (deployKey != null) {
      deployKey.close();
    }
  }

  @Override
  public String toString() {
    return "GitAccess[username=" + username + "]";
  }
}
