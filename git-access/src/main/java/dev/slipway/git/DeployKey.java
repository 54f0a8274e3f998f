package dev.slipway.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How a remote is reached over SSH: with this key and no other, at a host whose key is known.
 * Nothing is taken from {@code ~/.ssh} or from an agent. The files are read again for each
 * connection, so that a rotated key is taken.
 */
public final class DeployKey implements AutoCloseable {
  private final Path keyFile;
  private final @Nullable Path passphraseFile;
  private final KnownHosts hosts;
  private final SshdSessionFactory sessions;

  private DeployKey(Path keyFile, @Nullable Path passphraseFile, Path knownHostsFile) {
    this.keyFile = keyFile;
    this.passphraseFile = passphraseFile;
    this.hosts = new KnownHosts(knownHostsFile);
    File nowhere = new File("/nonexistent");
    this.sessions =
        new SshdSessionFactoryBuilder()
            .setHomeDirectory(nowhere)
            .setSshDirectory(nowhere)
            .setConfigStoreFactory((_, _, _) -> null)
            .setPreferredAuthentications("publickey")
            .setDefaultKeysProvider(_ -> keys())
            .setServerKeyDatabase((_, _) -> hosts)
            .build(null);
  }

  /**
   * Checks the files first.
   *
   * @param keyFile a private key, as {@code ssh-keygen} writes it
   * @param passphraseFile of the key; absent where it has none
   * @param knownHostsFile in OpenSSH's form
   * @throws IllegalArgumentException where a file is missing or is not what it should be; the
   *     message says what to do
   */
  public static DeployKey of(Path keyFile, @Nullable Path passphraseFile, Path knownHostsFile) {
    if (!Files.isReadable(knownHostsFile)) {
      throw new IllegalArgumentException(
          "known-hosts-file "
              + knownHostsFile
              + " cannot be read: write the host's key there (ssh-keyscan prints it; compare with"
              + " the fingerprints that the host publishes)");
    }
    var key = new DeployKey(keyFile, passphraseFile, knownHostsFile);
    try {
      var _ = key.load();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "ssh-key-file "
              + keyFile
              + " holds no private key that can be read"
              + (passphraseFile == null
                  ? " without a passphrase (ssh-key-passphrase-file names one)"
                  : " with the passphrase of " + passphraseFile)
              + ": "
              + e.getMessage(),
          e);
    }
    return key;
  }

  /** From now on the transport uses this key and these hosts, and nothing else. */
  public void configure(SshTransport transport) {
    transport.setSshSessionFactory(sessions);
  }

  /** Why the host was refused, where it was. */
  public Optional<String> refusal() {
    return hosts.refusal();
  }

  private Iterable<KeyPair> keys() {
    try {
      return load();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "ssh-key-file " + keyFile + " cannot be read any more: " + e.getMessage(), e);
    }
  }

  private List<KeyPair> load() throws IOException, GeneralSecurityException {
    FilePasswordProvider passphrase =
        passphraseFile == null
            ? FilePasswordProvider.EMPTY
            : FilePasswordProvider.of(Files.readString(passphraseFile).strip());
    try (var content = Files.newInputStream(keyFile)) {
      Iterable<KeyPair> found =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName(keyFile.toString()), content, passphrase);
      if (found == null || !found.iterator().hasNext()) {
        throw new IOException("it is not a private key");
      }
      return List.of(found.iterator().next());
    }
  }

  @Override
  public void close() {
    sessions.close();
  }
}
