package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.writer.configuration.RepositoryConfiguration;
import dev.slipway.writer.files.EnvironmentFiles;
import dev.slipway.writer.files.FoundPlaces;
import dev.slipway.writer.files.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Sees in the branch's log where somebody else took a version back: it does not come back by itself
 * (promise 4).
 */
final class Reverts {
  private final Branch branch;
  private final RepositoryConfiguration configuration;
  private final EnvironmentFiles files;
  private final List<Environment> environments;
  private final BranchState state;
  private final Instant now;
  private Choices choices;

  Reverts(
      Branch branch,
      RepositoryConfiguration configuration,
      EnvironmentFiles files,
      List<Environment> environments,
      BranchState state,
      Instant now) {
    this.branch = branch;
    this.configuration = configuration;
    this.files = files;
    this.environments = environments;
    this.state = state;
    this.now = now;
    this.choices = state.choices();
  }

  /** With what was found. */
  Choices choices() {
    return choices;
  }

  /** Looks at somebody else's commit. */
  void lookAt(Commit commit, Environment environment) {
    GitRevision parent = commit.parent();
    if (parent != null) {
      compare(parent, commit.revision(), environment, earlier(commit.committedAt()));
    }
  }

  /** Looks at what a force-push did, where the commits that it dropped are still here. */
  void lookAtForcePush(GitRevision before, GitRevision after) {
    for (Environment environment : environments) {
      try {
        compare(before, after, environment, now);
      } catch (GitException gone) {
        return;
      }
    }
  }

  /** A person's clock may be ahead, and must not keep out what comes after. */
  private Instant earlier(Instant committedAt) {
    return committedAt.isBefore(now) ? committedAt : now;
  }

  private void compare(
      GitRevision before, GitRevision after, Environment environment, Instant since) {
    if (!environment.writable()) {
      return;
    }
    List<Place> old = places(before, environment);
    List<Place> current = places(after, environment);
    for (WatchedImage watched : configuration.images()) {
      FollowedImage image =
          environment.follow().stream()
              .filter(followed -> followed.name().equals(watched.image().name()))
              .findFirst()
              .orElse(watched.image());
      Optional<Tag> from = tag(old, image);
      Optional<Tag> to = tag(current, image);
      if (from.isPresent() && to.isPresent() && !from.equals(to)) {
        choices = judged(environment, image, from.get(), to.get(), since);
      }
    }
  }

  private List<Place> places(GitRevision revision, Environment environment) {
    FoundPlaces found =
        files.find(branch.snapshot(revision), environment, configuration, environments);
    return Stream.concat(found.places().stream(), found.shared().stream()).toList();
  }

  private Choices judged(
      Environment environment, FollowedImage image, Tag from, Tag to, Instant since) {
    VersionOrder order = VersionOrder.of(image, state.tags());
    if (isBack(order, image, from, to)) {
      return choices.with(environment.name(), image.name(), Choice.ofPerson(since, Set.of(from)));
    }
    boolean passes =
        choices
            .of(environment.name(), image.name())
            .filter(
                choice -> choice.putAway().stream().allMatch(away -> order.compare(to, away) > 0))
            .isPresent();
    // A person who goes forward past what was put away lets the order go on from there.
    return passes ? choices.without(environment.name(), image.name()) : choices;
  }

  /** Of builds whose age nobody knows, any change by hand is a choice. */
  private static boolean isBack(VersionOrder order, FollowedImage image, Tag from, Tag to) {
    return switch (image.policy()) {
      case TagPolicy.MovingDigest _ -> false;
      case TagPolicy.NewestBuild _ when order.mustBeLookedUp(from) || order.mustBeLookedUp(to) ->
          true;
      case TagPolicy.Timestamp _,
          TagPolicy.Semver _,
          TagPolicy.Release _,
          TagPolicy.Numerical _,
          TagPolicy.Alphabetical _,
          TagPolicy.NewestBuild _ ->
          order.fits(from) && order.compare(to, from) <= 0;
    };
  }

  private static Optional<Tag> tag(List<Place> places, FollowedImage image) {
    return places.stream()
        .filter(place -> place.image().equals(image.name()))
        .flatMap(place -> place.tag().stream())
        .findFirst();
  }
}
