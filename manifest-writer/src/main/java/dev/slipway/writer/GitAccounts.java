package dev.slipway.writer;

import dev.slipway.events.value.GitRepository;
import dev.slipway.git.DeployKey;
import dev.slipway.writer.git.CommitSigning;
import dev.slipway.writer.git.GitAccess;
import dev.slipway.writer.git.OpenPgpSigning;
import dev.slipway.writer.git.SshSigning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How each repository is reached, as the settings say. */
final class GitAccounts implements AutoCloseable {
  private final Map<GitRepository, GitAccess> accounts;

  private GitAccounts(Map<GitRepository, GitAccess> accounts) {
    this.accounts = Map.copyOf(accounts);
  }

  /**
   * Reads every key that the settings name.
   *
   * @throws IllegalArgumentException where one cannot be used; the message says what to do
   */
  static GitAccounts of(WriterSettings settings) {
    WriterSettings.Signing wanted = settings.signing();
    CommitSigning signing = wanted == null ? null : signing(wanted);
    Map<GitRepository, GitAccess> accounts = new HashMap<>();
    for (WriterSettings.Repository repository : settings.repositories()) {
      Path passwordFile = repository.passwordFile();
      accounts.put(
          GitRepository.parse(repository.url()),
          new GitAccess(
              repository.username(),
              () -> passwordFile == null ? "" : secret(passwordFile),
              deployKey(repository),
              settings.timeout(),
              settings.authorName(),
              settings.authorEmail(),
              signing));
    }
    return new GitAccounts(accounts);
  }

  private static @Nullable DeployKey deployKey(WriterSettings.Repository repository) {
    Path key = repository.sshKeyFile();
    Path hosts = repository.knownHostsFile();
    return key == null || hosts == null
        ? null
        : DeployKey.of(key, repository.sshKeyPassphraseFile(), hosts);
  }

  private static CommitSigning signing(WriterSettings.Signing signing) {
    return switch (signing.format()) {
      case GPG -> OpenPgpSigning.of(signing.keyFile(), signing.passphraseFile());
      case SSH -> SshSigning.of(signing.keyFile(), signing.passphraseFile());
    };
  }

  GitAccess of(GitRepository repository) {
    GitAccess account = accounts.get(repository);
    if (account == null) {
      throw new IllegalStateException(repository + " is not tracked");
    }
    return account;
  }

  static String secret(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the secret file " + file + " cannot be read: check its path and permissions", e);
    }
  }

  @Override
  public void close() {
    accounts.values().forEach(GitAccess::close);
  }
}
