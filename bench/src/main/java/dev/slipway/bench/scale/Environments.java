package dev.slipway.bench.scale;

import dev.slipway.bench.running.EventSender;
import dev.slipway.events.Environment;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import java.util.List;
import java.util.stream.IntStream;

/** Environments {@code env-0}, {@code env-1} and so on, each in a folder of that name. */
final class Environments {
  /** For a service that never reads it. */
  static final GitRepository NO_SOURCE = GitRepository.parse("https://git.example/bench.git");

  private static final GitBranch BRANCH = GitBranch.parse("main");

  private Environments() {}

  static EnvironmentName name(int number) {
    return EnvironmentName.parse("env-" + number);
  }

  /** Declares so many; gives where the last record lies. */
  static long declare(EventSender sender, int count, GitRepository source) {
    List<EventSender.Told> declared =
        IntStream.range(0, count)
            .mapToObj(number -> new EventSender.Told(EventId.random(), environment(number, source)))
            .toList();
    return sender.send(declared);
  }

  static Environment environment(int number, GitRepository source) {
    return new Environment(
        name(number),
        source,
        BRANCH,
        name(number).toString(),
        true,
        "main",
        "slipway-bench-" + number,
        List.of(),
        null,
        null,
        true,
        null);
  }

  static Revision revision(
      int number,
      GitRepository source,
      Sequence sequence,
      GitRevision commit,
      long configurationOffset) {
    return new Revision(
        name(number), sequence, source, BRANCH, commit, List.of(), List.of(), configurationOffset);
  }
}
