package dev.slipway.console.web;

import dev.slipway.console.ConsoleException;
import dev.slipway.console.ConsoleException.Reason;
import dev.slipway.console.token.Caller;
import dev.slipway.console.token.Role;
import dev.slipway.console.token.TokensFile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets nobody past without a token whose role suffices. */
@Component
class TokenCheck implements HandlerInterceptor {
  static final String CALLER = "dev.slipway.console.caller";
  private static final String SCHEME = "bearer ";

  private final TokensFile tokens;

  TokenCheck(TokensFile tokens) {
    this.tokens = tokens;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Caller caller =
        token(request)
            .flatMap(tokens::find)
            .orElseThrow(
                () ->
                    new ConsoleException(
                        Reason.UNAUTHENTICATED,
                        "no valid token: send Authorization: Bearer TOKEN (the slipway command"
                            + " takes it from SLIPWAY_TOKEN)"));
    Role needed = neededBy(handler);
    if (!caller.role().includes(needed)) {
      throw new ConsoleException(
          Reason.FORBIDDEN,
          "this needs the role "
              + needed.name().toLowerCase(Locale.ROOT)
              + ", and "
              + caller.actor()
              + " has "
              + caller.role().name().toLowerCase(Locale.ROOT));
    }
    request.setAttribute(CALLER, caller);
    return true;
  }

  private static Optional<String> token(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.toLowerCase(Locale.ROOT).startsWith(SCHEME)
        ? Optional.of(header.substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  private static Role neededBy(Object handler) {
    Needs needs =
        handler instanceof HandlerMethod method ? method.getMethodAnnotation(Needs.class) : null;
    return needs == null ? Role.VIEW : needs.value();
  }
}
