package dev.slipway.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A user and a password of HTTP basic authentication. */
public record Credentials(String user, String password) {
  public Credentials {
    if (user.isBlank() || user.contains(":")) {
      throw new IllegalArgumentException("user is blank or holds a colon");
    }
  }

  /** The value of the {@code Authorization} header. */
  public String header() {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  public boolean match(@Nullable String authorization) {
    return authorization != null
        && MessageDigest.isEqual(authorization.getBytes(UTF_8), header().getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return "Credentials[" + user + "]";
  }
}
