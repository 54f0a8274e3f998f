package dev.slipway.writer;

import dev.slipway.events.EventJson;
import dev.slipway.events.EventType;
import dev.slipway.events.RequestEvent;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that is not carried out yet.
 *
 * @param type what it is
 * @param json the request itself
 * @param answers what the registry said to the lookups that it needs
 */
public record Asked(Cause cause, EventType type, String json, List<Answer> answers) {

  /**
   * What the registry said.
   *
   * @param found absent: there is no such image, or the registry does not say
   * @param refused whether it does not say
   */
  public record Answer(
      EventId lookup, @Nullable ImageReference found, String message, boolean refused) {

    Answer(EventId lookup, @Nullable ImageReference found, String message) {
      this(lookup, found, message, false);
    }

    public Optional<Digest> digest() {
      return Optional.ofNullable(found).flatMap(image -> Optional.ofNullable(image.digest()));
    }
  }

  public Asked {
    answers = List.copyOf(answers);
  }

  public static Asked of(Cause cause, RequestEvent request) {
    String json = new String(EventJson.write(request), StandardCharsets.UTF_8);
    return new Asked(cause, request.type(), json, List.of());
  }

  public RequestEvent request() {
    return (RequestEvent) EventJson.read(type, json.getBytes(StandardCharsets.UTF_8));
  }

  /** The id of the question whether this image is there. */
  public EventId lookupOf(ImageReference image) {
    return EventId.derive("lookup", cause.decision(), image);
  }

  public Optional<Answer> answerTo(ImageReference image) {
    EventId lookup = lookupOf(image);
    return answers.stream().filter(answer -> answer.lookup().equals(lookup)).findFirst();
  }

  public Asked with(Answer answer) {
    if (answers.stream().anyMatch(known -> known.lookup().equals(answer.lookup()))) {
      return this;
    }
    List<Answer> more = new ArrayList<>(answers);
    more.add(answer);
    return new Asked(cause, type, json, more);
  }
}
