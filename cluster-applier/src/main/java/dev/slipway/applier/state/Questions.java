package dev.slipway.applier.state;

import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people asked about an environment, and which revision they mean where they name none.
 *
 * @param open not answered yet, oldest first
 * @param answered the last ones, so that one that arrives again is not answered again
 * @param newest the newest revision that the guard spoke of, cleared or held
 */
public record Questions(List<Question> open, List<EventId> answered, @Nullable Newest newest) {
  public static final Questions NONE = new Questions(List.of(), List.of(), null);
  private static final int REMEMBERED = 100;

  /** A revision's commit, and its place in the order. */
  public record Newest(GitRevision commit, Sequence sequence) {}

  public Questions {
    open = List.copyOf(open);
    answered = List.copyOf(answered);
  }

  public Questions with(Question question) {
    boolean known =
        answered.contains(question.id())
            || open.stream().anyMatch(one -> one.id().equals(question.id()));
    if (known) {
      return this;
    }
    List<Question> more = new ArrayList<>(open);
    more.add(question);
    return new Questions(more, answered, newest);
  }

  public Questions withAnswered(EventId id) {
    List<EventId> remembered = new ArrayList<>(answered);
    remembered.add(id);
    return new Questions(
        open.stream().filter(one -> !one.id().equals(id)).toList(),
        remembered.subList(Math.max(0, remembered.size() - REMEMBERED), remembered.size()),
        newest);
  }

  public Questions withNewest(Revision revision) {
    return newest != null && newest.sequence().isAfter(revision.sequence())
        ? this
        : new Questions(open, answered, new Newest(revision.commit(), revision.sequence()));
  }

  /** The one whose turn it is. */
  public Optional<Question> next() {
    return open.stream().findFirst();
  }
}
