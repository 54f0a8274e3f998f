package dev.slipway.bench.faults;

import dev.slipway.events.UpdateDeclined;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Git's log must look like. */
final class CommitChecks {
  private record Version(GitHistory.Place place, String tag) {}

  private final Evidence evidence;

  CommitChecks(Evidence evidence) {
    this.evidence = evidence;
  }

  Check once() {
    Map<Version, List<String>> commits = new HashMap<>();
    for (GitHistory.Change change : evidence.commits()) {
      commits
          .computeIfAbsent(new Version(change.place(), change.tag()), _ -> new ArrayList<>())
          .add(change.commit().substring(0, 7));
    }
    List<String> violations = new ArrayList<>();
    commits.forEach(
        (version, by) -> {
          if (by.size() > 1) {
            violations.add(version.place() + " was given " + version.tag() + " by " + by);
          }
        });
    return new Check(
        "each push is committed at most once per environment",
        evidence.commits().size() + " changes in Git",
        violations);
  }

  /** In the environment that follows pushes: committed, or said to be older than what is there. */
  Check accountedFor() {
    String dev = FaultsRepository.ENVIRONMENTS.getFirst();
    Set<Version> committed = new HashSet<>();
    evidence.commits().forEach(change -> committed.add(new Version(change.place(), change.tag())));
    Set<Version> declined = new HashSet<>();
    for (LogEntry entry : evidence.log()) {
      if (entry.event() instanceof UpdateDeclined event
          && event.image() != null
          && event.candidate() != null) {
        declined.add(
            new Version(
                new GitHistory.Place(event.environment().toString(), event.image()),
                String.valueOf(event.candidate().tag())));
      }
    }
    List<String> violations = new ArrayList<>();
    int superseded = 0;
    int pushes = 0;
    for (Push push : evidence.pushes()) {
      if (push.moves()) {
        continue;
      }
      pushes++;
      var version = new Version(new GitHistory.Place(dev, push.application()), push.tag());
      if (committed.contains(version)) {
        continue;
      }
      if (declined.contains(version)) {
        superseded++;
      } else {
        violations.add(push + " is neither committed in " + dev + " nor declared superseded");
      }
    }
    return new Check(
        "each push is committed, or declared superseded",
        pushes + " pushes, " + superseded + " superseded by a newer one",
        violations);
  }

  Check neverBackwards() {
    Map<GitHistory.Place, String> newest = new HashMap<>();
    List<String> violations = new ArrayList<>();
    for (GitHistory.Change change : evidence.commits()) {
      String before = newest.put(change.place(), change.tag());
      if (before != null && change.tag().compareTo(before) < 0) {
        violations.add(change.place() + " went from " + before + " back to " + change.tag());
      }
    }
    return new Check(
        "no environment goes back to an older version", newest.size() + " places", violations);
  }
}
