package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventJson;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.TraceContext;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageUpdate;
import dev.slipway.events.value.Promotion;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import dev.slipway.messaging.Configuration;
import dev.slipway.writer.configuration.RepositoryConfiguration;
import dev.slipway.writer.files.EnvironmentFiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a branch's log into events (promise 3: Git is the outbox). What is published comes from
 * reading the log from a stored cursor, not from having pushed.
 */
final class RevisionLog {
  private final Branch branch;
  private final Configuration view;
  private final RepositoryConfiguration configuration;
  private final EnvironmentFiles files;
  private final Declarations declarations;
  private final Instant now;
  private final List<EventEnvelope<?>> events = new ArrayList<>();
  private final Set<EventId> settled = new LinkedHashSet<>();
  private final Map<String, String> written = new HashMap<>();

  RevisionLog(
      Branch branch,
      Configuration view,
      RepositoryConfiguration configuration,
      EnvironmentFiles files,
      Declarations declarations,
      Instant now) {
    this.branch = branch;
    this.view = view;
    this.configuration = configuration;
    this.files = files;
    this.declarations = declarations;
    this.now = now;
  }

  /**
   * What reading comes to.
   *
   * @param state with the cursor at the head, and without what the log has settled
   */
  record Reading(List<EventEnvelope<?>> events, BranchState state) {}

  /** Reads up to the head, for these environments of the branch. */
  Reading read(BranchState state, GitRevision head, List<Environment> unordered) {
    List<Environment> environments = DependencyOrder.of(unordered);
    Reverts reverts = new Reverts(branch, configuration, files, environments, state, now);
    Map<String, Issued> issued = new HashMap<>(state.log().issued());
    written.putAll(state.log().written());
    issued.keySet().removeIf(name -> environments.stream().noneMatch(e -> named(e, name)));
    Cursor cursor = advance(state, head, environments, issued, reverts);
    for (Environment environment : environments) {
      issueIfNewOrChanged(state, environment, cursor, issued);
    }
    return new Reading(
        List.copyOf(events),
        state
            .withLog(new LogState(cursor, issued, written))
            .withChoices(reverts.choices())
            .without(settled));
  }

  private Cursor advance(
      BranchState state,
      GitRevision head,
      List<Environment> environments,
      Map<String, Issued> issued,
      Reverts reverts) {
    Cursor old = state.log().cursor();
    Optional<List<Commit>> line =
        old == null ? Optional.empty() : branch.line(old.revision(), head);
    if (old == null || line.isEmpty()) {
      // No cursor, or a force-push: the numbering starts anew, above the last.
      issued.replaceAll((_, last) -> withoutDeclaration(last));
      if (old != null) {
        reverts.lookAtForcePush(old.revision(), head);
      }
      return new Cursor(newEpoch(old == null ? 0 : old.epoch()), 0, head);
    }
    Cursor cursor = old;
    for (Commit commit : line.get()) {
      cursor = cursor.next(commit.revision());
      CommitMessage.Said said = CommitMessage.read(commit);
      settled.addAll(said.decisions());
      List<Proposal> proposals = said.ours() ? List.of() : open(state);
      for (Environment environment : environments) {
        Issued last = issued.get(environment.name().toString());
        if (last != null && touches(commit, environment)) {
          Sequence sequence =
              new Sequence(Math.max(cursor.epoch(), last.sequence().epoch()), cursor.position(), 0);
          Told told = told(state, commit, said, environment, proposals);
          issue(state, environment, commit, told, sequence, last.restarts(), true, issued);
          noteWriter(commit, told, environment, reverts);
        }
      }
    }
    return cursor;
  }

  /** What a commit says of its writer, or what it must be. */
  private record Told(boolean ours, List<ImageUpdate> updates) {
    static Told by(CommitMessage.Said said, Environment environment) {
      return new Told(said.ours(), said.updatesOf(environment.name()));
    }

    /** Of a commit that may have been told of before. */
    static Told again(Commit commit, Environment environment, @Nullable Issued last) {
      Told told = by(CommitMessage.read(commit), environment);
      boolean known =
          last != null
              && last.commit().equals(commit.revision())
              && Boolean.TRUE.equals(last.ours());
      return known && !told.ours() ? new Told(true, told.updates()) : told;
    }
  }

  private static List<Proposal> open(BranchState state) {
    return List.copyOf(state.proposals().values());
  }

  /** A host that squashes may leave our words out: a merge is known by what it brings. */
  private Told told(
      BranchState state,
      Commit commit,
      CommitMessage.Said said,
      Environment environment,
      List<Proposal> proposals) {
    GitRevision parent = commit.parent();
    if (parent != null) {
      for (Proposal proposal : proposals) {
        if (proposal.environment().equals(environment.name())
            && proposal.isIn(images(state, environment, commit.revision()))
            && !proposal.isIn(images(state, environment, parent))) {
          settled.addAll(proposal.decisions());
          return new Told(true, proposal.updates());
        }
      }
    }
    return Told.by(said, environment);
  }

  private void noteWriter(Commit commit, Told told, Environment environment, Reverts reverts) {
    if (told.ours()) {
      told.updates()
          .forEach(update -> written.put(Plan.key(environment.name(), update.name()), update.to()));
    } else {
      reverts.lookAt(commit, environment);
    }
  }

  private void issueIfNewOrChanged(
      BranchState state, Environment environment, Cursor cursor, Map<String, Issued> issued) {
    Issued last = issued.get(environment.name().toString());
    if (last == null || !last.declaration().equals(declarations.fingerprint(environment))) {
      Commit head = branch.commit(cursor.revision());
      long epoch = Math.max(cursor.epoch(), last == null ? 0 : newEpoch(last.sequence().epoch()));
      issue(
          state,
          environment,
          head,
          Told.again(head, environment, last),
          new Sequence(epoch, cursor.position(), 0),
          last == null ? List.of() : last.restarts(),
          false,
          issued);
      return;
    }
    if (environment.promote() == null) {
      return;
    }
    List<DesiredImage> images = images(state, environment, last.commit());
    if (!fingerprint(images).equals(last.images())) {
      // A proof came: the same revision again, which renews it.
      Commit again = branch.commit(last.commit());
      issue(
          state,
          environment,
          again,
          Told.again(again, environment, last),
          last.sequence(),
          last.restarts(),
          true,
          issued);
    }
  }

  private void issue(
      BranchState state,
      Environment environment,
      Commit commit,
      Told told,
      Sequence sequence,
      List<Restart> restarts,
      boolean asItWasCaused,
      Map<String, Issued> issued) {
    List<DesiredImage> images = images(state, environment, commit.revision());
    List<ImageUpdate> updates = told.updates();
    // Of an old commit that another epoch begins with, nobody waits for what it brought.
    Instant causedAt = asItWasCaused ? firstCaused(updates) : null;
    Revision revision =
        revision(environment, commit.revision(), sequence, images, restarts, causedAt)
            .after(DependencyOrder.needs(environment, issued));
    EventId imagesFingerprint = fingerprint(images);
    Issued last = issued.get(environment.name().toString());
    boolean wasTold = last != null && last.commit().equals(commit.revision());
    var event =
        new RevisionCommitted(
            revision,
            commit.author(),
            commit.subject(),
            told.ours(),
            commit.committedAt(),
            updates,
            wasTold ? Boolean.TRUE : null);
    EventId id =
        EventId.derive(
            event.type().typeName(),
            environment.name(),
            sequence,
            commit.revision(),
            imagesFingerprint);
    EventId correlation =
        updates.isEmpty()
            ? EventId.derive(environment.source(), commit.revision())
            : updates.getFirst().correlation();
    EventId causation = updates.isEmpty() ? null : updates.getFirst().cause();
    events.add(
        new EventEnvelope<>(
            id, Cause.SOURCE, now, event, correlation, causation, trace(updates, correlation)));
    issued.put(
        environment.name().toString(),
        new Issued(
            sequence,
            commit.revision(),
            declarations.fingerprint(environment),
            imagesFingerprint,
            restarts,
            told.ours()));
  }

  /** Of several pushes in one commit, the story goes on with the first's. */
  private static String trace(List<ImageUpdate> updates, EventId correlation) {
    return updates.stream()
        .flatMap(update -> Stream.ofNullable(update.traceparent()))
        .filter(TraceContext::isValid)
        .findFirst()
        .orElseGet(() -> TraceContext.begunBy(correlation));
  }

  private static @Nullable Instant firstCaused(List<ImageUpdate> updates) {
    return updates.stream()
        .flatMap(update -> Stream.ofNullable(update.causedAt()))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** The revision as the guard and the applier get it. */
  Revision revision(
      Environment environment,
      GitRevision commit,
      Sequence sequence,
      List<DesiredImage> images,
      List<Restart> restarts,
      @Nullable Instant causedAt) {
    OptionalLong offset = view.offsetOf(environment.name());
    return new Revision(
        environment.name(),
        sequence,
        environment.source(),
        environment.branch(),
        commit,
        images,
        restarts,
        offset.orElse(0),
        causedAt);
  }

  /** The environment's images at that commit, with their digests and proofs. */
  List<DesiredImage> images(BranchState state, Environment environment, GitRevision commit) {
    Snapshot snapshot = branch.snapshot(commit);
    return files.images(snapshot, environment, configuration).stream()
        .map(image -> judged(state, environment, image))
        .toList();
  }

  private static DesiredImage judged(
      BranchState state, Environment environment, DesiredImage image) {
    ImageReference reference = image.reference();
    Promotion promotion = environment.promote();
    Digest digest = digest(state, environment, image);
    boolean proven =
        promotion == null
            || state.proofs().has(promotion.from(), reference, digest)
            || state.proofs().has(environment.name(), reference, digest);
    return new DesiredImage(image.name(), reference, digest, proven);
  }

  private static @Nullable Digest digest(
      BranchState state, Environment environment, DesiredImage image) {
    if (image.digest() != null) {
      return image.digest();
    }
    Promotion promotion = environment.promote();
    ImageReference reference = image.reference();
    return (promotion == null
            ? Optional.<Digest>empty()
            : state.proofs().digestOf(promotion.from(), reference))
        .or(() -> state.proofs().digestOf(environment.name(), reference))
        .or(() -> state.tags().digest(KnownTags.key(reference.repository(), reference.tag())))
        .orElse(null);
  }

  private boolean touches(Commit commit, Environment environment) {
    GitRevision parent = commit.parent();
    Optional<String> before = parent == null ? Optional.empty() : fingerprint(parent, environment);
    return !fingerprint(commit.revision(), environment).equals(before);
  }

  private Optional<String> fingerprint(GitRevision revision, Environment environment) {
    return files.fingerprint(branch.snapshot(revision), environment);
  }

  private static Issued withoutDeclaration(Issued last) {
    return new Issued(
        last.sequence(),
        last.commit(),
        EventId.derive("none"),
        last.images(),
        last.restarts(),
        last.ours());
  }

  private long newEpoch(long last) {
    return Math.max(now.toEpochMilli(), last + 1);
  }

  private static boolean named(Environment environment, String name) {
    return environment.name().toString().equals(name);
  }

  private static EventId fingerprint(List<DesiredImage> images) {
    return EventId.derive(EventJson.mapper().writeValueAsString(images));
  }
}
