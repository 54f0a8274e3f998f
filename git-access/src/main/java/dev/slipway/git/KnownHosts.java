package dev.slipway.git;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.eclipse.jgit.internal.transport.sshd.OpenSshServerKeyDatabase;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those hosts be talked to whose key stands in an OpenSSH {@code known_hosts} file; asks
 * nobody and adds nothing. The file is read again when it has changed.
 */
final class KnownHosts implements ServerKeyDatabase {
  private final Path file;
  private final OpenSshServerKeyDatabase known;
  private volatile @Nullable String refusal;

  KnownHosts(Path file) {
    this.file = file;
    this.known = new OpenSshServerKeyDatabase(false, List.of(file));
  }

  /** Why the last host was refused, and what to do; empty where it was not. */
  Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  @Override
  public List<PublicKey> lookup(
      String connectAddress, InetSocketAddress remoteAddress, Configuration config) {
    return known.lookup(connectAddress, remoteAddress, new Strict(config));
  }

  @Override
  public boolean accept(
      String connectAddress,
      InetSocketAddress remoteAddress,
      PublicKey serverKey,
      Configuration config,
      @Nullable CredentialsProvider provider) {
    // Without a provider nobody is asked: what is not known is refused.
    if (known.accept(connectAddress, remoteAddress, serverKey, new Strict(config), null)) {
      refusal = null;
      return true;
    }
    String shown = KeyUtils.getKeyType(serverKey) + " " + KeyUtils.getFingerPrint(serverKey);
    boolean another = !lookup(connectAddress, remoteAddress, config).isEmpty();
    refusal =
        another
            ? "%s shows the key %s, but %s knows it by another: somebody may stand in between, or the host has a new key; compare with the fingerprints that the host publishes before you replace the line"
                .formatted(connectAddress, shown, file)
            : "%s does not know %s, which shows the key %s; compare with the fingerprints that the host publishes, then add it (ssh-keyscan prints the line)"
                .formatted(file, connectAddress, shown);
    return false;
  }

  /** As the caller is configured, but strict. */
  private record Strict(Configuration configured) implements Configuration {
    @Override
    public List<String> getUserKnownHostsFiles() {
      return List.of();
    }

    @Override
    public List<String> getGlobalKnownHostsFiles() {
      return List.of();
    }

    @Override
    public StrictHostKeyChecking getStrictHostKeyChecking() {
      return StrictHostKeyChecking.REQUIRE_MATCH;
    }

    @Override
    public boolean getHashKnownHosts() {
      return configured.getHashKnownHosts();
    }

    @Override
    public String getUsername() {
      return configured.getUsername();
    }
  }
}
