package dev.slipway.writer.github;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRevision;
import dev.slipway.writer.GitException;
import dev.slipway.writer.GitException.Reason;
import dev.slipway.writer.PullRequests;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The pull requests of one GitHub repository into one of its branches (docs.github.com/rest/pulls).
 */
public final class GitHubPullRequests implements PullRequests {
  private static final int UNPROCESSABLE = 422;

  private final GitHubApi api;
  private final String repository;
  private final GitBranch base;

  /**
   * Of a repository.
   *
   * @param repository {@code owner/name}
   * @param base the branch that is to be merged into
   */
  public GitHubPullRequests(GitHubApi api, String repository, GitBranch base) {
    this.api = api;
    this.repository = repository;
    this.base = base;
  }

  @Override
  public Optional<PullRequest> newestOf(GitBranch branch) {
    String owner = repository.substring(0, repository.indexOf('/'));
    JsonNode found =
        api.get(
            pulls()
                + "?state=all&sort=created&direction=desc&per_page=1&head="
                + GitHubApi.encoded(owner + ":" + branch)
                + "&base="
                + GitHubApi.encoded(base.value()));
    return found.isEmpty() ? Optional.empty() : Optional.of(read(found.get(0)));
  }

  @Override
  public PullRequest get(int number) {
    return read(api.get(pulls() + "/" + number));
  }

  @Override
  public PullRequest open(GitBranch branch, String title, String body) {
    Map<String, Object> wanted =
        Map.of("title", title, "head", branch.value(), "base", base.value(), "body", body);
    GitHubApi.Answer answer = api.send("POST", pulls(), wanted, UNPROCESSABLE);
    if (answer.status() == UNPROCESSABLE) {
      return newestOf(branch)
          .filter(request -> request.state() == State.OPEN)
          .orElseThrow(
              () ->
                  new GitException(
                      Reason.REQUEST_REFUSED,
                      repository
                          + " takes no pull request from "
                          + branch
                          + " into "
                          + base
                          + ": "
                          + GitHubApi.reason(answer.body())));
    }
    return read(answer.body());
  }

  @Override
  public void update(int number, String title, String body) {
    var _ = api.send("PATCH", pulls() + "/" + number, Map.of("title", title, "body", body));
  }

  @Override
  public void close(int number, String comment) {
    var _ =
        api.send(
            "POST",
            "/repos/" + repository + "/issues/" + number + "/comments",
            Map.of("body", comment));
    var _ = api.send("PATCH", pulls() + "/" + number, Map.of("state", "closed"));
  }

  private String pulls() {
    return "/repos/" + repository + "/pulls";
  }

  /** A list has {@code merged_at} only, a single request {@code merged} too. */
  private static PullRequest read(JsonNode request) {
    State state =
        request.path("state").asString("").equals("open")
            ? State.OPEN
            : request.path("merged").asBoolean(false) || request.path("merged_at").isString()
                ? State.MERGED
                : State.CLOSED;
    return new PullRequest(
        request.path("number").asInt(0),
        request.path("html_url").asString(""),
        state,
        GitRevision.parse(request.path("head").path("sha").asString("")));
  }
}
