package dev.slipway.notifier.web;

import dev.slipway.events.value.Actor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Who may try a receiver out: the actors of a tokens' file with the role deploy or operate. Read at
 * each call, for there are few. No file, or one that cannot be read, lets nobody in.
 */
public final class AccessTokens {
  private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);
  private static final Set<String> ROLES = Set.of("deploy", "operate");

  private final @Nullable Path file;

  public AccessTokens(@Nullable Path file) {
    this.file = file;
  }

  /** Takes the same time whichever token it is, and whether it is one. */
  Optional<Actor> find(String token) {
    Optional<Actor> found = Optional.empty();
    for (Object item : entries()) {
      if (item instanceof Map<?, ?> entry
          && entry.get("token") instanceof String known
          && entry.get("actor") instanceof String actor
          && !actor.isBlank()
          && entry.get("role") instanceof String role
          && ROLES.contains(role)
          && same(known, token)) {
        found = Optional.of(new Actor(actor));
      }
    }
    return found;
  }

  private List<?> entries() {
    if (file == null) {
      return List.of();
    }
    try {
      Object document =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
      return document instanceof List<?> list ? list : List.of();
    } catch (IOException | YAMLException notShown) {
      // The message of a YAML error quotes the line, and the line holds a token.
      LOG.atWarn().addKeyValue("file", file).log("tokens cannot be read, nobody is let in");
      return List.of();
    }
  }

  private static boolean same(String known, String token) {
    return !known.isBlank()
        && MessageDigest.isEqual(
            known.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }
}
