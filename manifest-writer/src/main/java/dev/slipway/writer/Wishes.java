package dev.slipway.writer;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitBranch;
import dev.slipway.writer.configuration.CommitTemplate;
import dev.slipway.writer.configuration.RepositoryConfiguration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Parts what a plan comes to: what is committed, and what people are asked to merge. */
final class Wishes {
  /** What goes into one commit. */
  private record Share(List<Plan.Wanted> wanted, List<Plan.PinChange> pins) {
    Share() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  private final Desk desk;
  private final Plan plan;
  private final CommitTemplate template;
  private final Map<EventId, Set<GitBranch>> branches = new HashMap<>();
  private final Share direct = new Share();
  private final Map<GitBranch, Share> proposed = new LinkedHashMap<>();

  private Wishes(Desk desk, Plan plan, CommitTemplate template) {
    this.desk = desk;
    this.plan = plan;
    this.template = template;
  }

  static Wishes of(Desk desk, Plan plan, CommitTemplate template) {
    Wishes wishes = new Wishes(desk, plan, template);
    wishes.part();
    return wishes;
  }

  private void part() {
    Set<EventId> asked = new HashSet<>();
    desk.state().inbox().requests().forEach(each -> asked.add(each.cause().decision()));
    desk.state().inbox().failures().forEach(each -> asked.add(each.cause().decision()));
    for (Plan.Wanted wanted : plan.wanted()) {
      if (asked.contains(wanted.cause().decision())) {
        own(wanted.environment(), wanted.image())
            .ifPresent(
                branch ->
                    branches
                        .computeIfAbsent(wanted.cause().decision(), _ -> new HashSet<>())
                        .add(branch));
      }
    }
    for (Plan.Wanted wanted : plan.wanted()) {
      share(wanted.cause(), wanted.environment(), wanted.image()).wanted().add(wanted);
    }
    for (Plan.PinChange change : plan.pinChanges()) {
      share(change.cause(), change.environment(), change.image()).pins().add(change);
    }
  }

  private Optional<GitBranch> own(EnvironmentName environment, String image) {
    return desk.configuration().requestBranch(environment, image);
  }

  /** What one request changes in several applications is merged whole, or not at all. */
  private Share share(Cause cause, EnvironmentName environment, String image) {
    Optional<GitBranch> own = own(environment, image);
    if (own.isEmpty()) {
      return direct;
    }
    boolean spans = branches.getOrDefault(cause.decision(), Set.of()).size() > 1;
    GitBranch branch = spans ? RepositoryConfiguration.requestBranch(environment) : own.get();
    return proposed.computeIfAbsent(branch, _ -> new Share());
  }

  /** The commit to be made; empty where no file changes. */
  Optional<Draft> direct() {
    return Edits.of(desk, plan, direct.wanted(), direct.pins())
        .map(edits -> edits.draft(template, null));
  }

  /** What people are to be asked to merge. */
  List<Wish> proposed() {
    List<Wish> wishes = new ArrayList<>();
    proposed.forEach(
        (branch, share) ->
            Edits.of(desk, plan, share.wanted(), share.pins())
                .ifPresent(edits -> wishes.add(wish(branch, share, edits))));
    return wishes;
  }

  private Wish wish(GitBranch branch, Share share, Edits edits) {
    EnvironmentName environment =
        share.wanted().isEmpty()
            ? share.pins().getFirst().environment()
            : share.wanted().getFirst().environment();
    Set<Object> content = new LinkedHashSet<>();
    edits
        .contents()
        .forEach(
            (path, bytes) -> {
              content.add(path);
              content.add(desk.snapshot().file(path).map(Snapshot.File::content).orElse("new"));
              content.add(EventId.derive(new String(bytes, StandardCharsets.UTF_8)));
            });
    return new Wish(
        branch,
        environment,
        edits.draft(template, branch),
        edits.updates(),
        edits.causes(),
        edits.changes(),
        EventId.derive("proposal", branch, content));
  }
}
