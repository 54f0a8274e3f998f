package dev.slipway.sandbox.git;

import com.sun.net.httpserver.HttpExchange;
import dev.slipway.sandbox.http.Answers;
import dev.slipway.sandbox.http.Credentials;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who may do what; nobody named means everybody may do everything. */
final class Users {
  private static final String ANYONE = "anyone";

  private final Map<Credentials, GitAccess> users = new ConcurrentHashMap<>();

  void allow(Credentials user, GitAccess access) {
    users.put(user, access);
  }

  /** The last one is not forgotten: nobody left would mean everybody. */
  void revoke(Credentials user) {
    if (users.size() > 1) {
      users.remove(user);
    }
  }

  /** The name of the user who may do this; where there is none, the request has been answered. */
  Optional<String> authorize(HttpExchange exchange, GitAccess wanted) throws IOException {
    if (users.isEmpty()) {
      return Optional.of(ANYONE);
    }
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    for (Map.Entry<Credentials, GitAccess> user : users.entrySet()) {
      if (user.getKey().match(authorization)) {
        if (user.getValue().compareTo(wanted) >= 0) {
          return Optional.of(user.getKey().user());
        }
        Answers.text(exchange, 403, user.getKey().user() + " may only read");
        return Optional.empty();
      }
    }
    exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"sandbox Git\"");
    Answers.text(exchange, 401, "wants user and password");
    return Optional.empty();
  }
}
