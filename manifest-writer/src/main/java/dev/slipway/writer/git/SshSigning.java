package dev.slipway.writer.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.errors.CanceledException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.api.errors.UnsupportedSigningFormatException;
import org.eclipse.jgit.errors.UnsupportedCredentialItem;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.Signer;
import org.eclipse.jgit.signing.ssh.SshSignerFactory;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/** Signs as {@code git} does with {@code gpg.format=ssh}, with a key as ssh-keygen writes it. */
public final class SshSigning implements CommitSigning {
  private static final PersonIdent ANYBODY = new PersonIdent("Slipway", "slipway@localhost");

  private final Path keyFile;
  private final @Nullable Path passphraseFile;
  private final Signer signer = new SshSignerFactory().create();

  /** The signer wants one, and asks it only for a command that would find a key. */
  private final Repository none = new InMemoryRepository(new DfsRepositoryDescription("none"));

  private SshSigning(Path keyFile, @Nullable Path passphraseFile) {
    this.keyFile = keyFile;
    this.passphraseFile = passphraseFile;
  }

  /**
   * Signs something now, so that a broken key is found at the start and not at a commit.
   *
   * @param passphraseFile absent where the key has none
   * @throws IllegalArgumentException the key cannot be used; the message says what to do
   */
  public static SshSigning of(Path keyFile, @Nullable Path passphraseFile) {
    var signing = new SshSigning(keyFile, passphraseFile);
    try {
      var _ = signing.sign(new byte[0]);
      return signing;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "signing key-file "
              + keyFile
              + " holds no SSH key that can sign"
              + (passphraseFile == null
                  ? " without a passphrase (passphrase-file names one)"
                  : " with the passphrase of " + passphraseFile)
              + "; make one with: ssh-keygen -t ed25519 -f FILE. The cause: "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public byte[] sign(byte[] commit) throws IOException {
    try {
      return signer
          .sign(
              none,
              new GpgConfig(new Config()),
              commit,
              ANYBODY,
              keyFile.toAbsolutePath().toString(),
              new Passphrase(passphraseFile))
          .toExternalString()
          .getBytes(StandardCharsets.US_ASCII);
    } catch (CanceledException | UnsupportedSigningFormatException | JGitInternalException e) {
      throw new IOException("the commit could not be signed: " + e.getMessage(), e);
    }
  }

  /**
   * Answers with the file's content whatever secret is asked for, once: asking again means it is
   * wrong.
   */
  private static final class Passphrase extends CredentialsProvider {
    private final @Nullable Path file;
    private boolean answered;

    Passphrase(@Nullable Path file) {
      this.file = file;
    }

    @Override
    public boolean isInteractive() {
      return false;
    }

    @Override
    public boolean supports(CredentialItem... items) {
      return true;
    }

    @Override
    public boolean get(@Nullable URIish uri, CredentialItem... items)
        throws UnsupportedCredentialItem {
      if (file == null || answered) {
        return false;
      }
      answered = true;
      for (CredentialItem item : items) {
        switch (item) {
          case CredentialItem.Password password ->
              password.setValueNoCopy(read(file).toCharArray());
          case CredentialItem.StringType text -> text.setValue(read(file));
          default -> {}
        }
      }
      return true;
    }

    private static String read(Path file) {
      try {
        return Files.readString(file).strip();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
  }
}
