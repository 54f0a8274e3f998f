package dev.slipway.sandbox.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;

/**
 * A Git host on 127.0.0.1 over SSH: {@code git clone ssh://git@127.0.0.1:PORT/NAME.git}. Nobody may
 * do anything until {@link #allow} names a key.
 */
public final class GitSshServer implements AutoCloseable {
  private final SshServer server;
  private final Repositories repositories;
  private final List<PublicKey> allowed = new CopyOnWriteArrayList<>();

  private GitSshServer(SshServer server, Repositories repositories) {
    this.server = server;
    this.repositories = repositories;
  }

  /**
   * Serves the bare repositories in the folder, which another server may serve too; port 0 for any
   * free one. Each start has a new host key.
   */
  public static GitSshServer start(Path folder, int port) {
    try {
      Files.createDirectories(folder);
      SshServer server = SshServer.setUpDefaultServer();
      var git = new GitSshServer(server, new Repositories(folder));
      KeyPair hostKey = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
      server.setHost("127.0.0.1");
      server.setPort(port);
      server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
      server.setPublickeyAuthenticator((_, key, _) -> git.isAllowed(key));
      server.setCommandFactory((_, command) -> new GitSshCommand(git.repositories, command));
      server.start();
      return git;
    } catch (IOException e) {
      throw new UncheckedIOException("could not start the Git server over SSH", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes ECDSA keys", e);
    }
  }

  public int port() {
    return server.getPort();
  }

  /** {@code ssh://git@127.0.0.1:PORT/NAME.git}. */
  public URI cloneUrl(String name) {
    return URI.create("ssh://git@127.0.0.1:" + port() + "/" + name + ".git");
  }

  /** The line of a {@code known_hosts} file for this server's key. */
  public String knownHostsLine() {
    StringBuilder line = new StringBuilder("[127.0.0.1]:" + port() + " ");
    try {
      for (KeyPair key : server.getKeyPairProvider().loadKeys(null)) {
        PublicKeyEntry.appendPublicKeyEntry(line, key.getPublic());
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the host key was just made", e);
    }
    return line.append('\n').toString();
  }

  /** Lets the holder of this key read and write: a line as in {@code id_ed25519.pub}. */
  public void allow(String publicKeyLine) {
    try {
      allowed.add(
          AuthorizedKeyEntry.parseAuthorizedKeyEntry(publicKeyLine)
              .resolvePublicKey(null, PublicKeyEntryResolver.FAILING));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("not a public key: " + publicKeyLine, e);
    }
  }

  /** Nobody may do anything any more. */
  public void allowNobody() {
    allowed.clear();
  }

  private boolean isAllowed(PublicKey key) {
    return allowed.stream().anyMatch(known -> KeyUtils.compareKeys(known, key));
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException("could not stop the Git server over SSH", e);
    } finally {
      repositories.close();
    }
  }
}
