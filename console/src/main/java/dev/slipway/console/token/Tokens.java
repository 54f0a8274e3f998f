package dev.slipway.console.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * The tokens that are valid, kept as hashes. Looking one up takes the same time whichever it is,
 * and whether it is.
 */
public final class Tokens {
  private static final class Known {
    private final byte[] hash;
    private final Caller caller;

    Known(Entry entry) {
      hash = hash(entry.token());
      caller = entry.caller();
    }
  }

  private final List<Known> known;

  private Tokens(List<Known> known) {
    this.known = known;
  }

  /** One line of the tokens' file. */
  record Entry(Caller caller, String token) {}

  static Tokens of(List<Entry> entries) {
    return new Tokens(entries.stream().map(Known::new).toList());
  }

  public Optional<Caller> find(String token) {
    byte[] hash = hash(token);
    Optional<Caller> found = Optional.empty();
    for (Known candidate : known) {
      if (MessageDigest.isEqual(candidate.hash, hash)) {
        found = Optional.of(candidate.caller);
      }
    }
    return found;
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
