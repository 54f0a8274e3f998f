package dev.slipway.writer;

import dev.slipway.events.value.GitRevision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A commit as the log shows it.
 *
 * @param parent first parent; absent for a root
 * @param author name of the author
 * @param message whole, with trailers
 * @param merged the messages of its further parents, where they are here
 */
public record Commit(
    GitRevision revision,
    @Nullable GitRevision parent,
    String author,
    Instant committedAt,
    String message,
    List<String> merged) {

  public Commit {
    merged = List.copyOf(merged);
  }

  public String subject() {
    return message.lines().findFirst().orElse("");
  }
}
