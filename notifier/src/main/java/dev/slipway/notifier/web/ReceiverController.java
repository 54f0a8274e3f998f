package dev.slipway.notifier.web;

import dev.slipway.events.value.Actor;
import dev.slipway.notifier.SendResult;
import dev.slipway.notifier.TestSender;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /receivers/NAME/test}: sends a test and says what the receiver said. 200 where it
 * took it, 502 where it did not, 404 where there is no such receiver, 401 without a token that may
 * deploy.
 */
@RestController
class ReceiverController {
  private static final String SCHEME = "bearer ";

  private final TestSender sender;
  private final AccessTokens tokens;

  ReceiverController(TestSender sender, AccessTokens tokens) {
    this.sender = sender;
    this.tokens = tokens;
  }

  /**
   * What came of it.
   *
   * @param message in words: what the receiver said, or why it could not be reached
   */
  record Answer(String receiver, boolean delivered, String message) {}

  @PostMapping("/receivers/{receiver}/test")
  ResponseEntity<Answer> test(
      @PathVariable String receiver,
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization)
      throws InterruptedException {
    Optional<Actor> actor = token(authorization).flatMap(tokens::find);
    if (actor.isEmpty()) {
      return answer(
          HttpStatus.UNAUTHORIZED,
          receiver,
          "no valid token: send Authorization: Bearer TOKEN, of the role deploy or operate");
    }
    if (!sender.knows(receiver)) {
      return answer(
          HttpStatus.NOT_FOUND,
          receiver,
          "there is no receiver '" + receiver + "' in slipway.notifier.receivers");
    }
    return switch (sender.send(receiver, actor.get())) {
      case SendResult.Delivered(String said) ->
          ResponseEntity.ok(new Answer(receiver, true, "it took the message: " + said));
      case SendResult.TryAgain(_, String problem) ->
          answer(HttpStatus.BAD_GATEWAY, receiver, problem + "; trying again later may help");
      case SendResult.Refused(String problem) ->
          answer(HttpStatus.BAD_GATEWAY, receiver, problem + "; check the address in its url-file");
    };
  }

  private static ResponseEntity<Answer> answer(HttpStatus status, String receiver, String message) {
    return ResponseEntity.status(status).body(new Answer(receiver, false, message));
  }

  private static Optional<String> token(@Nullable String authorization) {
    return Optional.ofNullable(authorization)
        .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(SCHEME))
        .map(header -> header.substring(SCHEME.length()).strip())
        .filter(token -> !token.isEmpty());
  }
}
