package dev.slipway.writer.webhook;

import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.EventPublisher;
import dev.slipway.writer.Tracked;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /webhooks/git}: a push, or what became of a pull request, as GitHub and Gitea tell of
 * it.
 */
@RestController
public final class GitWebhook {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST_BYTES = 3 * 1024 * 1024;
  private static final String HEADS = "refs/heads/";

  private final PushSignature signature;
  private final Supplier<Collection<Tracked>> branches;
  private final EventPublisher publisher;

  /** Tells the workers of these branches. */
  public GitWebhook(
      PushSignature signature, Supplier<Collection<Tracked>> branches, EventPublisher publisher) {
    this.signature = signature;
    this.branches = branches;
    this.publisher = publisher;
  }

  /** Says 202 once the hint is on Kafka, 503 where it could not be: then the host tries again. */
  @PostMapping("/webhooks/git")
  ResponseEntity<String> push(
      @RequestBody(required = false) byte @Nullable [] body,
      @RequestHeader(name = "X-Hub-Signature-256", required = false) @Nullable String signed,
      @RequestHeader(name = "X-GitHub-Event", required = false) @Nullable String event) {
    if (body == null || body.length == 0 || body.length > MOST_BYTES) {
      return answer(HttpStatus.BAD_REQUEST, "expected a push event of at most 3 MiB as JSON");
    }
    if (!signature.matches(body, signed)) {
      return answer(
          HttpStatus.UNAUTHORIZED,
          "X-Hub-Signature-256 is missing or wrong: sign with the writer's webhook secret");
    }
    if (event != null && !event.equals("push") && !event.equals("pull_request")) {
      return answer(HttpStatus.OK, "only push and pull_request events matter here");
    }
    JsonNode push;
    try {
      push = JSON.readTree(body);
    } catch (JacksonException e) {
      return answer(HttpStatus.BAD_REQUEST, "the body is not JSON");
    }
    String base = push.path("pull_request").path("base").path("ref").asString("");
    if (!base.isEmpty()) {
      return tell(urls(push.path("repository")), base);
    }
    String ref = push.path("ref").asString("");
    if (!ref.startsWith(HEADS)) {
      return answer(HttpStatus.BAD_REQUEST, "'ref' must name a branch, as refs/heads/main");
    }
    return tell(urls(push.path("repository")), ref.substring(HEADS.length()));
  }

  private ResponseEntity<String> tell(Set<String> urls, String branch) {
    List<Tracked> concerned =
        branches.get().stream()
            .filter(tracked -> urls.contains(normal(tracked.repository().url())))
            .filter(tracked -> tracked.branch().value().equals(branch))
            .toList();
    try {
      concerned.forEach(tracked -> publisher.notice(tracked.key(), "push"));
    } catch (BrokerUnavailableException e) {
      return answer(HttpStatus.SERVICE_UNAVAILABLE, "the broker is away: tell again later");
    }
    return answer(
        HttpStatus.ACCEPTED,
        concerned.isEmpty() ? "no tracked branch is concerned" : "the branch will be looked at");
  }

  private static Set<String> urls(JsonNode repository) {
    Set<String> urls = new LinkedHashSet<>();
    for (String field : List.of("clone_url", "url", "html_url", "git_url", "ssh_url")) {
      String url = repository.path(field).asString("");
      if (!url.isEmpty()) {
        urls.add(normal(url));
      }
    }
    return urls;
  }

  private static String normal(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    return lower.endsWith(".git") ? lower.substring(0, lower.length() - 4) : lower;
  }

  private static ResponseEntity<String> answer(HttpStatus status, String message) {
    return ResponseEntity.status(status).body(message + "\n");
  }
}
