package dev.slipway.writer;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.writer.configuration.CommitTemplate;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * @param signing of our commits; absent: they are not signed
 * @param cacheDirectory where bare copies of the repositories are kept; may be emptied at any time
 * @param commit how our commits are worded
 */
@ConfigurationProperties("slipway.writer")
public record WriterSettings(
    @DefaultValue List<Repository> repositories,
    @DefaultValue("30s") Duration pollInterval,
    @DefaultValue("30s") Duration timeout,
    @DefaultValue("Slipway") String authorName,
    @DefaultValue("slipway@localhost") String authorEmail,
    @Nullable Path webhookSecretFile,
    @Nullable Signing signing,
    @DefaultValue("${java.io.tmpdir}/slipway-writer") Path cacheDirectory,
    @DefaultValue Messages commit) {

  /**
   * How our commits are worded: text with names in braces, as {@link CommitTemplate} explains. What
   * could not be filled in is an error at the start.
   *
   * @param subject the first line
   * @param body what follows it; Slipway's own trailers come after it in any case
   */
  public record Messages(
      @DefaultValue(CommitTemplate.SUBJECT) String subject,
      @DefaultValue(CommitTemplate.BODY) String body) {
    public Messages {
      try {
        var _ = new CommitTemplate(subject, body);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("slipway.writer.commit: " + e.getMessage(), e);
      }
    }

    CommitTemplate template() {
      return new CommitTemplate(subject, body);
    }
  }

  /**
   * One repository.
   *
   * @param url without credentials
   * @param branch the default branch: it holds {@code slipway.yaml} and takes our commits
   * @param username absent for a host that asks for none
   * @param passwordFile holds the password or token; read again before each use
   * @param sshKeyFile the private deploy key, for an address over SSH; read again before each use
   * @param sshKeyPassphraseFile of that key; absent where it has none
   * @param knownHostsFile the host's key, in OpenSSH's form; a host that is not in it is refused
   * @param pullRequests where people are asked to merge; absent: {@code slipway.yaml} may not ask
   *     for it
   */
  public record Repository(
      String url,
      @DefaultValue("main") String branch,
      @Nullable String username,
      @Nullable Path passwordFile,
      @Nullable Path sshKeyFile,
      @Nullable Path sshKeyPassphraseFile,
      @Nullable Path knownHostsFile,
      @Nullable PullRequestHost pullRequests) {
    public Repository {
      var _ = GitRepository.parse(url);
      var _ = GitBranch.parse(branch);
      String setting = "slipway.writer.repositories: " + url;
      if (username != null && passwordFile == null) {
        throw new IllegalArgumentException(setting + " has a username but no password-file");
      }
      if (pullRequests != null) {
        var _ = pullRequests.repositoryOf(GitRepository.parse(url));
      }
      if (isOverSsh(url) && (sshKeyFile == null || knownHostsFile == null)) {
        throw new IllegalArgumentException(
            setting
                + " is reached over SSH, which needs an ssh-key-file (the deploy key) and a"
                + " known-hosts-file (the host's key; ssh-keyscan prints it)");
      }
      if (!isOverSsh(url) && (sshKeyFile != null || knownHostsFile != null)) {
        throw new IllegalArgumentException(
            setting
                + " is not reached over SSH: ssh-key-file and known-hosts-file would be ignored");
      }
    }

    private static boolean isOverSsh(String url) {
      return url.startsWith("ssh://") || url.startsWith("git@");
    }

    Tracked tracked() {
      return new Tracked(GitRepository.parse(url), GitBranch.parse(branch), true);
    }
  }

  /**
   * A repository's host of pull requests.
   *
   * @param host whose API it speaks
   * @param api its address; default: that of the repository's own host, {@code
   *     https://api.github.com} or {@code https://HOST/api/v3}
   * @param repository {@code owner/name}; default: the path of the repository's address
   * @param tokenFile holds a token that may read and write pull requests; read again before each
   *     use
   */
  public record PullRequestHost(
      @DefaultValue("github") Host host,
      @Nullable URI api,
      @Nullable String repository,
      Path tokenFile) {
    private static final Pattern NAME = Pattern.compile("[\\w.-]+/[\\w.-]+");
    private static final Pattern ADDRESS =
        Pattern.compile("(?:\\w+://)?(?:[^@/]+@)?([^/:]+)(?::\\d+(?=/))?[:/](.+?)(?:\\.git)?/?");

    /** Who takes pull requests. */
    public enum Host {
      GITHUB
    }

    // The binder passes null for what is absent.
    @SuppressWarnings("ConstantValue")
    public PullRequestHost {
      if (tokenFile == null) {
        throw new IllegalArgumentException(
            "slipway.writer.repositories: pull-requests needs a token-file");
      }
      if (repository != null && !NAME.matcher(repository).matches()) {
        throw new IllegalArgumentException(
            "slipway.writer.repositories: pull-requests.repository '"
                + repository
                + "' is not valid: expected owner/name");
      }
    }

    /** Where the API of that repository's host is. */
    URI apiOf(GitRepository remote) {
      if (api != null) {
        return URI.create(api.toString().replaceAll("/+$", ""));
      }
      String name = part(remote, 1);
      return URI.create(
          name.equals("github.com") ? "https://api.github.com" : "https://" + name + "/api/v3");
    }

    /** What it calls that repository. */
    String repositoryOf(GitRepository remote) {
      if (repository != null) {
        return repository;
      }
      String path = part(remote, 2);
      if (!NAME.matcher(path).matches()) {
        throw new IllegalArgumentException(
            "slipway.writer.repositories: "
                + remote
                + " does not end in owner/name: set pull-requests.repository");
      }
      return path;
    }

    private static String part(GitRepository remote, int part) {
      Matcher address = ADDRESS.matcher(remote.url());
      return address.matches() ? address.group(part) : "";
    }
  }

  /**
   * How our commits are signed.
   *
   * @param format which kind of key it is
   * @param keyFile a secret key: as {@code gpg --export-secret-keys} or {@code ssh-keygen} writes
   *     it
   * @param passphraseFile of that key; absent where it has none
   */
  public record Signing(Format format, Path keyFile, @Nullable Path passphraseFile) {
    /** Whose signatures Git is to know them by. */
    public enum Format {
      GPG,
      SSH
    }

    // The binder passes null for what is absent.
    @SuppressWarnings("ConstantValue")
    public Signing {
      if (format == null || keyFile == null) {
        throw new IllegalArgumentException(
            "slipway.writer.signing needs a format (gpg or ssh) and a key-file");
      }
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
