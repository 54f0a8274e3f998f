package dev.slipway.writer.git;

import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.jspecify.annotations.Nullable;

/**
 * How a remote is reached.
 *
 * @param username absent for a remote that asks for none
 * @param password read anew each time, so that a rotated one is taken; never logged
 * @param timeout of each network operation
 * @param author name in our commits
 * @param email address in our commits
 */
public record GitAccess(
    @Nullable String username,
    Supplier<String> password,
    Duration timeout,
    String author,
    String email) {

  void configure(Transport transport) {
    transport.setTimeout((int) Math.max(1, timeout.toSeconds()));
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

  @Override
  public String toString() {
    return "GitAccess[username=" + username + "]";
  }
}
