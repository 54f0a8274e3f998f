package dev.slipway.writer;

import dev.slipway.events.value.EnvironmentName;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a branch's log was read, and what was told of it.
 *
 * @param cursor absent before the first look
 * @param issued the last revision of each environment
 * @param written by {@code environment/image}: the version that Slipway wrote last
 */
public record LogState(
    @Nullable Cursor cursor, Map<String, Issued> issued, Map<String, String> written) {
  static final LogState UNREAD = new LogState(null, Map.of(), Map.of());

  public LogState {
    issued = Map.copyOf(issued);
    written = Map.copyOf(written);
  }

  Optional<Issued> issued(EnvironmentName environment) {
    return Optional.ofNullable(issued.get(environment.toString()));
  }

  /** Whether it was Slipway that wrote this version there. */
  boolean wrote(EnvironmentName environment, String image, String version) {
    return version.equals(written.get(Plan.key(environment, image)));
  }

  LogState withIssued(Map<String, Issued> next) {
    return new LogState(cursor, next, written);
  }
}
