package dev.slipway.console.web;

import dev.slipway.console.ConsoleException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** Every error as a problem document. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private final MeterRegistry meters;

  Problems(MeterRegistry meters) {
    this.meters = meters;
  }

  @ExceptionHandler
  ResponseEntity<Object> refused(ConsoleException e) {
    meters
        .counter("slipway.outcomes", "result", "refused", "reason", e.reason().name())
        .increment();
    HttpHeaders headers = new HttpHeaders();
    HttpStatus status =
        switch (e.reason()) {
          case UNAUTHENTICATED -> {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            yield HttpStatus.UNAUTHORIZED;
          }
          case FORBIDDEN -> HttpStatus.FORBIDDEN;
          case UNKNOWN_ENVIRONMENT, UNKNOWN_IMAGE, UNKNOWN_REQUEST -> HttpStatus.NOT_FOUND;
          case INVALID_REQUEST -> HttpStatus.BAD_REQUEST;
          case STILL_READING, BROKER_UNAVAILABLE -> {
            headers.set(HttpHeaders.RETRY_AFTER, "1");
            yield HttpStatus.SERVICE_UNAVAILABLE;
          }
        };
    return answer(status, headers, e.getMessage(), e.reason().name(), e.known());
  }

  /** A value of ours that checks itself: its message names the field. */
  @ExceptionHandler
  ResponseEntity<Object> invalid(IllegalArgumentException e) {
    return refused(
        new ConsoleException(
            ConsoleException.Reason.INVALID_REQUEST, String.valueOf(e.getMessage())));
  }

  @ExceptionHandler
  ResponseEntity<Object> unexpected(RuntimeException e) {
    LOG.atWarn().setCause(e).log("a call failed");
    return answer(
        HttpStatus.INTERNAL_SERVER_ERROR,
        new HttpHeaders(),
        "the console failed on this; its log says how",
        "INTERNAL_ERROR",
        List.of());
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String problem =
        e.getCause() instanceof JacksonException json
            ? json.getOriginalMessage().lines().findFirst().orElse("")
            : "it is missing";
    return answer(
        status,
        headers,
        "the request's body cannot be read: " + problem,
        "INVALID_REQUEST",
        List.of());
  }

  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception e,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String reason = status.is5xxServerError() ? "INTERNAL_ERROR" : "INVALID_REQUEST";
    return answer(status, headers, e.getMessage(), reason, List.of());
  }

  private static ResponseEntity<Object> answer(
      HttpStatusCode status,
      HttpHeaders headers,
      @Nullable String detail,
      String reason,
      List<String> known) {
    HttpStatus named = HttpStatus.resolve(status.value());
    Problem problem =
        new Problem(
            "urn:slipway:problem:" + reason.toLowerCase(Locale.ROOT).replace('_', '-'),
            named == null ? "Error" : named.getReasonPhrase(),
            status.value(),
            detail,
            reason,
            known.isEmpty() ? null : known);
    return ResponseEntity.status(status)
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
