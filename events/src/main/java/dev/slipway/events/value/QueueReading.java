package dev.slipway.events.value;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one queue held in one region, when it was asked.
 *
 * @param visible jobs that wait
 * @param inFlight jobs that run
 * @param delayed jobs that come later
 * @param error why it could not be asked; then it counts as not empty and the numbers are 0
 */
public record QueueReading(
    String queue,
    String region,
    long visible,
    long inFlight,
    long delayed,
    @Nullable String error) {

  @JsonIgnore
  public boolean isEmpty() {
    return error == null && visible == 0 && inFlight == 0 && delayed == 0;
  }

  /** One phrase for people: {@code us-west-2: 1 running}. */
  public String describe() {
    if (error != null) {
      return region + ": " + error;
    }
    if (isEmpty()) {
      return region + ": empty";
    }
    return region
        + ": "
        + Stream.of(
                count(inFlight, "running"), count(visible, "waiting"), count(delayed, "delayed"))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", "));
  }

  private static String count(long jobs, String state) {
    return jobs == 0 ? "" : jobs + " " + state;
  }
}
