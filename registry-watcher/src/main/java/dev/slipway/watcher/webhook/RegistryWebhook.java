package dev.slipway.watcher.webhook;

import dev.slipway.events.value.ImageRepository;
import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.EventPublisher;
import dev.slipway.watcher.Outcomes;
import dev.slipway.watcher.PushNotice;
import dev.slipway.watcher.RegistryAddresses;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes notifications of pushes and hands each on to whoever owns the repository.
 *
 * <p>202 is answered once the broker has it; with anything else the registry sends it again.
 */
@RestController
public final class RegistryWebhook {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryWebhook.class);
  private static final int LIMIT_BYTES = 1024 * 1024;

  private final EventPublisher publisher;
  private final PushedRepositories repositories;
  private final Outcomes outcomes;
  private final Optional<BearerToken> token;

  /**
   * A webhook.
   *
   * @param token what senders must know; empty: nothing is taken
   */
  public RegistryWebhook(
      EventPublisher publisher,
      Configuration configuration,
      RegistryAddresses addresses,
      Outcomes outcomes,
      Optional<BearerToken> token) {
    this.publisher = publisher;
    this.repositories = new PushedRepositories(configuration, addresses);
    this.outcomes = outcomes;
    this.token = token;
  }

  @PostMapping("/webhooks/registry")
  ResponseEntity<ProblemDetail> onNotification(HttpServletRequest request) throws IOException {
    @Nullable String authorization = request.getHeader("Authorization");
    if (token.filter(known -> known.isIn(authorization)).isEmpty()) {
      return refuse(HttpStatus.UNAUTHORIZED, "the token is wrong, missing or not configured here");
    }
    if (!Notifications.CONTENT_TYPES.contains(mediaType(request))) {
      return refuse(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "expected one of " + String.join(", ", Notifications.CONTENT_TYPES));
    }
    byte[] body = request.getInputStream().readNBytes(LIMIT_BYTES + 1);
    if (body.length > LIMIT_BYTES) {
      return refuse(
          HttpStatus.CONTENT_TOO_LARGE, "a notification has at most " + LIMIT_BYTES + " bytes");
    }
    return take(body, request.getHeader("traceparent"));
  }

  private ResponseEntity<ProblemDetail> take(byte[] body, @Nullable String traceparent) {
    List<Push> pushes;
    try {
      pushes = Notifications.read(body);
    } catch (IllegalArgumentException e) {
      return refuse(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
    try {
      pushes.forEach(push -> handOn(push, traceparent));
    } catch (BrokerUnavailableException e) {
      // The outage itself has one line when it begins and one when it ends.
      LOG.atDebug()
          .addKeyValue("reason", "BROKER_UNAVAILABLE")
          .addKeyValue("problem", e.getMessage())
          .log("push not taken, the registry is to send it again");
      return refuse(HttpStatus.SERVICE_UNAVAILABLE, "the broker is away: send it again");
    }
    return ResponseEntity.accepted().build();
  }

  private void handOn(Push push, @Nullable String traceparent) {
    List<ImageRepository> concerned = repositories.of(push);
    for (ImageRepository repository : concerned) {
      publisher.notice(repository.toString(), PushNotice.of(push.tag(), traceparent).text());
    }
    outcomes.count(concerned.isEmpty() ? "ignored" : "noticed", "webhook");
  }

  private ResponseEntity<ProblemDetail> refuse(HttpStatus status, String detail) {
    outcomes.count("refused", status.name());
    return ResponseEntity.of(ProblemDetail.forStatusAndDetail(status, detail)).build();
  }

  private static String mediaType(HttpServletRequest request) {
    String type = request.getContentType() == null ? "" : request.getContentType();
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }
}
