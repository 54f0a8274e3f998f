package dev.slipway.guard;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.Sequence;
import org.jspecify.annotations.Nullable;

/** What has been decided by noting it, and is still to be told. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Announcement.Held.class, name = "held"),
  @JsonSubTypes.Type(value = Announcement.Resumed.class, name = "resumed"),
  @JsonSubTypes.Type(value = Announcement.Superseded.class, name = "superseded")
})
sealed interface Announcement {

  Cause cause();

  record Held(Cause cause, Actor actor, @Nullable String reason) implements Announcement {}

  record Resumed(Cause cause, Actor actor, @Nullable String reason) implements Announcement {}

  /** The cause is the older revision's, so that the end of its story is found with it. */
  record Superseded(Cause cause, Sequence sequence, Sequence by) implements Announcement {}
}
