package dev.slipway.console;

import dev.slipway.console.ConsoleException.Reason;
import dev.slipway.events.Environment;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Revision;
import dev.slipway.messaging.Configuration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which commit people mean who write only its beginning. */
public final class Commits {
  private static final Pattern WHOLE = Pattern.compile("[a-f0-9]{40}|[a-f0-9]{64}");
  private static final Pattern BEGINNING = Pattern.compile("[a-f0-9]{4,63}");

  private final Pipeline pipeline;
  private final Names names;

  public Commits(Pipeline pipeline, Configuration configuration) {
    this.pipeline = pipeline;
    this.names = new Names(configuration);
  }

  /**
   * The commit of the environment's repository.
   *
   * @param word a whole id, of whatever commit; or the beginning of one that some environment of
   *     the repository had
   * @throws ConsoleException where it is no id, or begins none or several that are known
   */
  public GitRevision of(EnvironmentName environment, String word) {
    if (WHOLE.matcher(word).matches()) {
      return GitRevision.parse(word);
    }
    if (!BEGINNING.matcher(word).matches()) {
      throw new ConsoleException(
          Reason.INVALID_REQUEST,
          "'" + word + "' is no commit: expected its id, or at least 4 digits of it");
    }
    Environment declared = names.environment(environment);
    List<GitRevision> known =
        pipeline.read(
            view ->
                commits(declared, view)
                    .filter(commit -> commit.value().startsWith(word))
                    .distinct()
                    .toList());
    return switch (known.size()) {
      case 1 -> known.getFirst();
      case 0 ->
          throw new ConsoleException(
              Reason.INVALID_REQUEST,
              "no commit that begins with " + word + " is known: give its whole id");
      default ->
          throw new ConsoleException(
              Reason.INVALID_REQUEST,
              known.size() + " commits begin with " + word + ": give more of its id");
    };
  }

  private static Stream<GitRevision> commits(Environment environment, Pipeline view) {
    return view.environmentsWithHistory().stream()
        .flatMap(name -> view.history(name).tracks().stream())
        .map(RevisionTrack::revision)
        .flatMap(Optional::stream)
        .filter(revision -> revision.repository().equals(environment.source()))
        .map(Revision::commit);
  }
}
