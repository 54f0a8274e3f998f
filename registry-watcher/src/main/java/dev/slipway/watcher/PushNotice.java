package dev.slipway.watcher;

import dev.slipway.events.TraceContext;
import dev.slipway.events.value.Tag;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the copy that took a notification tells the copy that owns the repository.
 *
 * @param traceparent W3C trace context, where the registry sent one
 */
public record PushNotice(Tag tag, @Nullable String traceparent) {
  /** A notice of that push; what is no trace context is left out. */
  public static PushNotice of(Tag tag, @Nullable String traceparent) {
    boolean valid = traceparent != null && TraceContext.isValid(traceparent);
    return new PushNotice(tag, valid ? traceparent : null);
  }

  /** Reads {@link #text()}; empty where it is none. */
  static Optional<PushNotice> parse(String text) {
    String[] words = text.split(" ", 2);
    String trace = words.length > 1 ? words[1] : null;
    boolean valid = Tag.isValid(words[0]) && (trace == null || TraceContext.isValid(trace));
    return valid ? Optional.of(new PushNotice(Tag.parse(words[0]), trace)) : Optional.empty();
  }

  /** The tag, and the trace context after a blank, which no tag holds. */
  public String text() {
    return traceparent == null ? tag.value() : tag.value() + " " + traceparent;
  }
}
