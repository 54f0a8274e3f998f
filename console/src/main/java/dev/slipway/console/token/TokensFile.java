package dev.slipway.console.token;

import dev.slipway.events.value.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The file of tokens: a YAML list of {@code {actor, role, token}}. A change is followed at the next
 * call; a file that cannot be read leaves the last good one in force.
 */
public final class TokensFile {
  private static final Logger LOG = LoggerFactory.getLogger(TokensFile.class);
  private static final int SHORTEST_TOKEN = 16;

  private record Read(FileTime modified, long size, Tokens tokens) {}

  private final Path file;
  private volatile Read last;

  /**
   * @throws IllegalArgumentException where the file cannot be read or is wrong; never shows a token
   */
  public TokensFile(Path file) {
    this.file = file;
    try {
      this.last = read();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the tokens' file " + file + " (slipway.console.tokens-file) cannot be read: " + e, e);
    }
  }

  public Optional<Caller> find(String token) {
    return current().find(token);
  }

  private Tokens current() {
    Read known = last;
    try {
      if (!Files.getLastModifiedTime(file).equals(known.modified())
          || Files.size(file) != known.size()) {
        last = read();
        LOG.atInfo().addKeyValue("file", file).log("tokens read again");
      }
    } catch (IOException | IllegalArgumentException e) {
      last = new Read(modifiedOrEpoch(), sizeOrZero(), known.tokens());
      LOG.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("problem", e.getMessage())
          .log("tokens cannot be read, the last ones stay in force");
    }
    return last.tokens();
  }

  private Read read() throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    String text = Files.readString(file);
    return new Read(modified, Files.size(file), Tokens.of(parse(text)));
  }

  private List<Tokens.Entry> parse(String text) {
    Object document;
    try {
      document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    } catch (YAMLException e) {
      // The message would quote the line, and the line holds a token.
      throw new IllegalArgumentException("the tokens' file " + file + " is not YAML");
    }
    if (!(document instanceof List<?> list)) {
      throw new IllegalArgumentException(
          "the tokens' file " + file + " must be a list of {actor, role, token}");
    }
    List<Tokens.Entry> entries = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      Tokens.Entry entry = entry(list.get(i), file + ", entry " + (i + 1));
      if (!seen.add(entry.token())) {
        throw new IllegalArgumentException(
            file + ", entry " + (i + 1) + ": its token is another's");
      }
      entries.add(entry);
    }
    return entries;
  }

  private static Tokens.Entry entry(Object item, String where) {
    if (!(item instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(where + ": expected {actor, role, token}");
    }
    String token = text(map, "token", where);
    if (token.length() < SHORTEST_TOKEN) {
      throw new IllegalArgumentException(
          where + ": the token is shorter than " + SHORTEST_TOKEN + " characters");
    }
    String role = text(map, "role", where);
    try {
      return new Tokens.Entry(
          new Caller(
              new Actor(text(map, "actor", where)), Role.valueOf(role.toUpperCase(Locale.ROOT))),
          token);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          where + ": role '" + role + "' is not view, deploy or operate", e);
    }
  }

  private static String text(Map<?, ?> map, String field, String where) {
    if (map.get(field) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw new IllegalArgumentException(
        where + ": '" + field + "' is missing, or is a number that needs quotes");
  }

  private FileTime modifiedOrEpoch() {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private long sizeOrZero() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
