package dev.slipway.events;

import dev.slipway.events.value.EventId;
import java.util.regex.Pattern;

/**
 * W3C trace context: what ties the events of one story together for tools that know nothing of
 * ours. The header {@code traceparent} of a registry's notification is carried on as it came; where
 * there is none, whoever tells the first event starts a trace.
 */
public final class TraceContext {
  private static final Pattern GRAMMAR =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final int TRACE_ID = 32;
  private static final int PARENT_ID = 16;

  private TraceContext() {}

  /** Whether it is a {@code traceparent} of version 00. */
  public static boolean isValid(String traceparent) {
    return GRAMMAR.matcher(traceparent).matches();
  }

  /** The {@code traceparent} of a story that this event begins: the same event, the same trace. */
  public static String begunBy(EventId first) {
    String trace = EventId.derive("trace", first).value();
    String parent = EventId.derive("parent", first).value();
    return "00-" + trace.substring(0, TRACE_ID) + "-" + parent.substring(0, PARENT_ID) + "-01";
  }
}
