package dev.slipway.writer;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The manifest writer's own settings.
 *
 * @param repositories the Git repositories to track; each holds a {@code slipway.yaml}
 * @param pollInterval how often a branch is looked at where no webhook tells of pushes
 * @param timeout of each network operation on Git
 * @param authorName name in our commits
 * @param authorEmail address in our commits
 * @param webhookSecretFile holds the secret that the Git host signs its webhooks with; without one
 *     webhooks are refused
 * @param cacheDirectory where bare copies of the repositories are kept; may be emptied at any time
 */
@ConfigurationProperties("slipway.writer")
public record WriterSettings(
    @DefaultValue List<Repository> repositories,
    @DefaultValue("30s") Duration pollInterval,
    @DefaultValue("30s") Duration timeout,
    @DefaultValue("Slipway") String authorName,
    @DefaultValue("slipway@localhost") String authorEmail,
    @Nullable Path webhookSecretFile,
    @DefaultValue("${java.io.tmpdir}/slipway-writer") Path cacheDirectory) {

  /**
   * One repository.
   *
   * @param url without credentials
   * @param branch the default branch: it holds {@code slipway.yaml} and takes our commits
   * @param username absent for a host that asks for none
   * @param passwordFile holds the password or token; read again before each use
   */
  public record Repository(
      String url,
      @DefaultValue("main") String branch,
      @Nullable String username,
      @Nullable Path passwordFile) {
    public Repository {
      var _ = GitRepository.parse(url);
      var _ = GitBranch.parse(branch);
      if (username != null && passwordFile == null) {
        throw new IllegalArgumentException(
            "slipway.writer.repositories: " + url + " has a username but no password-file");
      }
    }

    Tracked tracked() {
      return new Tracked(GitRepository.parse(url), GitBranch.parse(branch), true);
    }
  }

  public WriterSettings {
    if (pollInterval.toMillis() < 1) {
      throw new IllegalArgumentException("slipway.writer.poll-interval must be positive");
    }
    Set<String> urls = new HashSet<>();
    for (Repository repository : repositories) {
      if (!urls.add(repository.url())) {
        throw new IllegalArgumentException(
            "slipway.writer.repositories names " + repository.url() + " twice");
      }
    }
  }
}
