package dev.slipway.applier.git;

import dev.slipway.events.value.GitRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** Which name and password a remote gets: those of the longest prefix of its address. */
public final class GitCredentials {

  /**
   * Credentials of the remotes below an address.
   *
   * @param passwordFile read anew at every use, so that it can be rotated
   */
  public record Entry(String urlPrefix, String username, Path passwordFile) {}

  private final List<Entry> entries;

  public GitCredentials(List<Entry> entries) {
    this.entries =
        entries.stream()
            .sorted(Comparator.comparingInt((Entry e) -> e.urlPrefix().length()).reversed())
            .toList();
  }

  Optional<CredentialsProvider> of(GitRepository repository) {
    return entries.stream()
        .filter(entry -> repository.url().startsWith(entry.urlPrefix()))
        .findFirst()
        .map(entry -> new UsernamePasswordCredentialsProvider(entry.username(), password(entry)));
  }

  private static String password(Entry entry) {
    try {
      return Files.readString(entry.passwordFile()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the password file for " + entry.urlPrefix(), e);
    }
  }
}
