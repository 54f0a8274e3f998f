package dev.slipway.applier.git;

import dev.slipway.events.value.GitRepository;
import dev.slipway.git.DeployKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** How a remote is read: as the longest prefix of its address says. */
public final class GitCredentials implements AutoCloseable {

  /** Credentials of the remotes below an address. */
  public sealed interface Entry {
    String urlPrefix();

    /**
     * A name and a password, or a token.
     *
     * @param passwordFile read anew at every use, so that it can be rotated
     */
    record Password(String urlPrefix, String username, Path passwordFile) implements Entry {}

    /** A deploy key, for addresses over SSH. */
    record Key(String urlPrefix, DeployKey key) implements Entry {}
  }

  private final List<Entry> entries;

  public GitCredentials(List<Entry> entries) {
    this.entries =
        entries.stream()
            .sorted(Comparator.comparingInt((Entry e) -> e.urlPrefix().length()).reversed())
            .toList();
  }

  /**
   * Gives the transport what it needs.
   *
   * @throws UncheckedIOException the password file cannot be read
   * @throws IllegalStateException an address over SSH has no key
   */
  void configure(GitRepository repository, Transport transport) {
    switch (of(repository).orElse(null)) {
      case Entry.Password(String prefix, String username, Path file) ->
          transport.setCredentialsProvider(
              new UsernamePasswordCredentialsProvider(username, password(prefix, file)));
      case Entry.Key(var _, DeployKey key) when transport instanceof SshTransport ssh ->
          key.configure(ssh);
      case Entry.Key _ -> {}
      case null -> {
        if (transport instanceof SshTransport) {
          throw new IllegalStateException(
              "no entry of slipway.applier.git with an ssh-key-file and a known-hosts-file begins"
                  + " with this address");
        }
      }
    }
  }

  /** Why the host itself was not trusted, where it was not. */
  Optional<String> refusalOfHost(GitRepository repository) {
    return of(repository)
        .flatMap(
            entry ->
                switch (entry) {
                  case Entry.Key(var _, DeployKey key) -> key.refusal();
                  case Entry.Password _ -> Optional.empty();
                });
  }

  Optional<Entry> of(GitRepository repository) {
    return entries.stream()
        .filter(entry -> repository.url().startsWith(entry.urlPrefix()))
        .findFirst();
  }

  private static String password(String urlPrefix, Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the password file for " + urlPrefix, e);
    }
  }

  @Override
  public void close() {
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.Key(var _, DeployKey key) -> key.close();
        case Entry.Password _ -> {}
      }
    }
  }
}
