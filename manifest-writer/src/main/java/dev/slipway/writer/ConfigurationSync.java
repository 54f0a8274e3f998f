package dev.slipway.writer;

import dev.slipway.events.ConfigurationEvent;
import dev.slipway.events.ConfigurationRejected;
import dev.slipway.events.Environment;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ScanRequested;
import dev.slipway.events.Topic;
import dev.slipway.events.value.ConfigurationProblem;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.EventPublisher;
import dev.slipway.writer.configuration.RepositoryConfiguration;
import dev.slipway.writer.configuration.SlipwayYaml;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes what a repository's {@code slipway.yaml} says. A bad file changes nothing: the last
 * good configuration stays, and the error is an event.
 */
final class ConfigurationSync {
  private final GitRepository source;
  private final GitBranch branch;
  private final Configuration view;
  private final EventPublisher publisher;
  private final Clock clock;

  ConfigurationSync(
      GitRepository source,
      GitBranch branch,
      Configuration view,
      EventPublisher publisher,
      Clock clock) {
    this.source = source;
    this.branch = branch;
    this.view = view;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** Follows the file at that revision; gives the state with what was looked at. */
  BranchState follow(BranchState state, Snapshot snapshot, GitRevision revision) {
    Optional<Snapshot.File> file = snapshot.file(SlipwayYaml.PATH);
    String content = file.map(Snapshot.File::content).orElse("absent");
    if (content.equals(state.configuration().looked())) {
      return state;
    }
    if (file.isEmpty()) {
      reject(
          revision,
          List.of(
              new ConfigurationProblem(
                  0, "", "there is no slipway.yaml at the root of " + branch)));
      return state.withConfiguration(state.configuration().rejecting(content));
    }
    return switch (SlipwayYaml.read(snapshot.read(file.get()), source, branch)) {
      case SlipwayYaml.Outcome.Rejected(List<ConfigurationProblem> problems) -> {
        reject(revision, problems);
        yield state.withConfiguration(state.configuration().rejecting(content));
      }
      case SlipwayYaml.Outcome.Accepted(RepositoryConfiguration accepted) -> {
        List<ConfigurationProblem> taken = namesOfOthers(accepted);
        if (!taken.isEmpty()) {
          reject(revision, taken);
          yield state.withConfiguration(state.configuration().rejecting(content));
        }
        publish(accepted, revision);
        yield state.withConfiguration(state.configuration().following(content));
      }
    };
  }

  /** The last good configuration, read again. */
  RepositoryConfiguration good(BranchState state, Snapshot snapshot) {
    String content = state.configuration().good();
    if (content == null) {
      return RepositoryConfiguration.EMPTY;
    }
    var file = new Snapshot.File(SlipwayYaml.PATH, content);
    return switch (SlipwayYaml.read(snapshot.read(file), source, branch)) {
      case SlipwayYaml.Outcome.Accepted(RepositoryConfiguration accepted) -> accepted;
      // It was good under another version of Slipway.
      case SlipwayYaml.Outcome.Rejected _ -> RepositoryConfiguration.EMPTY;
    };
  }

  /** Whether everyone who reads {@code slipway.config} here sees these environments already. */
  boolean isVisible(RepositoryConfiguration configuration) {
    return configuration.environments().stream()
            .allMatch(e -> view.environment(e.name()).equals(Optional.of(e)))
        && new LinkedHashSet<>(published()).size() == wanted(configuration).size();
  }

  private void publish(RepositoryConfiguration configuration, GitRevision revision) {
    Map<String, ConfigurationEvent> wanted = wanted(configuration);
    Map<String, ConfigurationEvent> known = new LinkedHashMap<>();
    published().forEach(event -> known.put(event.key(), event));
    List<EventEnvelope<?>> changed = new ArrayList<>();
    wanted.forEach(
        (key, event) -> {
          if (!event.equals(known.get(key))) {
            changed.add(envelope(event, revision));
          }
        });
    publisher.publish(changed);
    known.keySet().stream()
        .filter(key -> !wanted.containsKey(key))
        .forEach(key -> publisher.remove(Topic.CONFIG, key));
    view.rejections().stream()
        .filter(rejection -> rejection.source().equals(source))
        .forEach(rejection -> publisher.remove(Topic.CONFIG, rejection.key()));
  }

  /** Asks what the registries hold of every image that some environment newly follows. */
  void askForImages(
      RepositoryConfiguration before, RepositoryConfiguration after, GitRevision revision) {
    Set<ImageRepository> asked = new LinkedHashSet<>();
    for (Environment environment : after.environments()) {
      Set<FollowedImage> known =
          new LinkedHashSet<>(
              before.environments().stream()
                  .filter(old -> old.name().equals(environment.name()))
                  .flatMap(old -> old.follow().stream())
                  .toList());
      environment.follow().stream()
          .filter(image -> !known.contains(image))
          .forEach(image -> asked.add(image.repository()));
    }
    List<EventEnvelope<?>> questions = new ArrayList<>();
    for (ImageRepository repository : asked) {
      var question = new ScanRequested(repository, "slipway.yaml follows it since " + revision);
      questions.add(
          EventEnvelope.first(
              EventId.derive("scan", source, revision, repository),
              Cause.SOURCE,
              clock.instant(),
              question));
    }
    publisher.publish(questions);
  }

  private List<ConfigurationProblem> namesOfOthers(RepositoryConfiguration configuration) {
    List<ConfigurationProblem> problems = new ArrayList<>();
    for (Environment environment : configuration.environments()) {
      view.environment(environment.name())
          .filter(known -> !known.source().equals(source))
          .ifPresent(
              known ->
                  problems.add(
                      new ConfigurationProblem(
                          0,
                          "environments." + environment.name(),
                          "this name belongs to "
                              + known.source()
                              + ", which declared it first; choose another, or drop it there")));
    }
    return problems;
  }

  private void reject(GitRevision revision, List<ConfigurationProblem> problems) {
    publisher.publish(envelope(new ConfigurationRejected(source, revision, problems), revision));
  }

  private <E extends ConfigurationEvent> EventEnvelope<E> envelope(E event, GitRevision revision) {
    EventId id = EventId.derive(event.type().typeName(), event.key(), revision, event);
    return EventEnvelope.first(id, Cause.SOURCE, clock.instant(), event);
  }

  private List<ConfigurationEvent> published() {
    List<ConfigurationEvent> events = new ArrayList<>();
    events.addAll(view.watchedImages());
    events.addAll(view.environments());
    events.addAll(view.subscriptions());
    events.removeIf(event -> !event.source().equals(source));
    return events;
  }

  private static Map<String, ConfigurationEvent> wanted(RepositoryConfiguration configuration) {
    Map<String, ConfigurationEvent> wanted = new LinkedHashMap<>();
    configuration.images().forEach(event -> wanted.put(event.key(), event));
    configuration.environments().forEach(event -> wanted.put(event.key(), event));
    configuration.subscriptions().forEach(event -> wanted.put(event.key(), event));
    return wanted;
  }
}
