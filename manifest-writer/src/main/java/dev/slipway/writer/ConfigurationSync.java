package dev.slipway.writer;

import dev.slipway.events.ConfigurationEvent;
import dev.slipway.events.ConfigurationLimited;
import dev.slipway.events.ConfigurationRejected;
import dev.slipway.events.Environment;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ScanRequested;
import dev.slipway.events.Subscription;
import dev.slipway.events.Topic;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.ConfigurationProblem;
import dev.slipway.events.value.EnvironmentName;
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
import dev.slipway.writer.flux.FluxReading;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what a repository's {@code slipway.yaml} and Flux objects say. A bad file changes
 * nothing: the last good configuration stays, and the error is an event.
 */
final class ConfigurationSync {
  private final GitRepository source;
  private final GitBranch branch;
  private final Configuration view;
  private final EventPublisher publisher;
  private final Clock clock;
  private final boolean mayPropose;

  /**
   * Of one branch.
   *
   * @param mayPropose whether there is a host for its pull requests
   */
  ConfigurationSync(
      GitRepository source,
      GitBranch branch,
      Configuration view,
      EventPublisher publisher,
      Clock clock,
      boolean mayPropose) {
    this.mayPropose = mayPropose;
    this.source = source;
    this.branch = branch;
    this.view = view;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** Follows what the branch says at that revision; gives the state with what was looked at. */
  BranchState follow(
      BranchState state, Snapshot snapshot, FluxObjects.At flux, GitRevision revision) {
    Optional<Snapshot.File> file = snapshot.file(SlipwayYaml.PATH);
    String content = file.map(Snapshot.File::content).orElse("absent");
    String looked =
        Stream.of(content, flux.id(), othersNames())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" "));
    if (looked.equals(state.configuration().looked())) {
      return state;
    }
    List<ConfigurationProblem> problems = new ArrayList<>();
    String good = good(state, snapshot, flux.reading(), file.orElse(null), problems);
    Combined combined = combined(good, snapshot, flux.reading());
    List<ConfigurationProblem> limits = new ArrayList<>();
    if (combined.configuration().readsFlux()) {
      problems.addAll(flux.reading().problems());
      limits.addAll(flux.reading().limits());
      limits.addAll(combined.limits());
    }
    if (content.equals(good) || !flux.id().isEmpty()) {
      publish(combined.configuration(), revision);
    }
    say(
        new ConfigurationRejected(source, revision, problems),
        revision,
        view.rejections(),
        problems);
    say(new ConfigurationLimited(source, revision, limits), revision, view.limits(), limits);
    return state.withConfiguration(new FollowedFile(looked, good));
  }

  /** Stands for the names that other repositories own: what was theirs may be ours by now. */
  private String othersNames() {
    String names =
        view.environments().stream()
            .filter(environment -> !environment.source().equals(source))
            .map(environment -> environment.name() + " " + environment.source())
            .sorted()
            .collect(Collectors.joining("\n"));
    return names.isEmpty() ? "" : EventId.derive("names", names).toString();
  }

  /** The {@code slipway.yaml} to be followed from now on; none where Flux's objects are all. */
  private @Nullable String good(
      BranchState state,
      Snapshot snapshot,
      FluxReading flux,
      Snapshot.@Nullable File file,
      List<ConfigurationProblem> problems) {
    if (file == null) {
      if (flux.hasObjects()) {
        return null;
      }
      problems.add(
          new ConfigurationProblem(0, "", "there is no slipway.yaml at the root of " + branch));
      return state.configuration().good();
    }
    return switch (SlipwayYaml.read(snapshot.read(file), source, branch, beside(flux))) {
      case SlipwayYaml.Outcome.Rejected(List<ConfigurationProblem> found) -> {
        problems.addAll(found);
        yield state.configuration().good();
      }
      case SlipwayYaml.Outcome.Accepted(RepositoryConfiguration accepted) -> {
        List<ConfigurationProblem> taken = namesOfOthers(accepted);
        taken.addAll(requestsToNobody(accepted));
        problems.addAll(taken);
        yield taken.isEmpty() ? file.content() : state.configuration().good();
      }
    };
  }

  /** What is in force: the last good {@code slipway.yaml}, read again, with the Flux objects. */
  RepositoryConfiguration good(BranchState state, Snapshot snapshot, FluxReading flux) {
    return combined(state.configuration().good(), snapshot, flux).configuration();
  }

  private Combined combined(@Nullable String good, Snapshot snapshot, FluxReading flux) {
    return Combined.of(source, own(good, snapshot, flux), flux, view.environments());
  }

  private RepositoryConfiguration own(
      @Nullable String content, Snapshot snapshot, FluxReading flux) {
    if (content == null) {
      return RepositoryConfiguration.EMPTY;
    }
    var file = new Snapshot.File(SlipwayYaml.PATH, content);
    return switch (SlipwayYaml.read(snapshot.read(file), source, branch, beside(flux))) {
      case SlipwayYaml.Outcome.Accepted(RepositoryConfiguration accepted) ->
          accepted.without(namesOwnedElsewhere());
      // It was good under another version of Slipway.
      case SlipwayYaml.Outcome.Rejected _ -> RepositoryConfiguration.EMPTY;
    };
  }

  private static SlipwayYaml.Beside beside(FluxReading flux) {
    return new SlipwayYaml.Beside(
        flux.images(),
        flux.environments().stream().map(Environment::name).collect(Collectors.toSet()));
  }

  /** Says it where it is news, and takes it back where there is nothing left to say. */
  private void say(
      ConfigurationEvent said,
      GitRevision revision,
      Collection<? extends ConfigurationEvent> known,
      List<ConfigurationProblem> problems) {
    List<? extends ConfigurationEvent> before =
        known.stream().filter(each -> each.source().equals(source)).toList();
    if (problems.isEmpty()) {
      before.forEach(each -> publisher.remove(Topic.CONFIG, each.key()));
    } else if (before.stream().noneMatch(each -> problems.equals(problemsOf(each)))) {
      publisher.publish(envelope(said, revision));
    }
  }

  private static List<ConfigurationProblem> problemsOf(ConfigurationEvent event) {
    return switch (event) {
      case ConfigurationRejected rejected -> rejected.problems();
      case ConfigurationLimited limited -> limited.limits();
      case WatchedImage _, Environment _, Subscription _ -> List.of();
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
      var question =
          new ScanRequested(repository, "the configuration follows it since " + revision);
      questions.add(
          EventEnvelope.first(
              EventId.derive("scan", source, revision, repository),
              Cause.SOURCE,
              clock.instant(),
              question));
    }
    publisher.publish(questions);
  }

  private List<ConfigurationProblem> requestsToNobody(RepositoryConfiguration configuration) {
    return mayPropose
        ? List.of()
        : configuration.pullRequests().keySet().stream()
            .sorted()
            .map(
                environment ->
                    new ConfigurationProblem(
                        0,
                        "environments." + environment + ".pullRequest",
                        "the writer has no host for pull requests of "
                            + source
                            + ": set pull-requests for it under slipway.writer.repositories,"
                            + " or remove this"))
            .toList();
  }

  /** Where two repositories declared a name at once, the one that was read last owns it. */
  private Set<EnvironmentName> namesOwnedElsewhere() {
    return view.environments().stream()
        .filter(environment -> !environment.source().equals(source))
        .map(Environment::name)
        .collect(Collectors.toSet());
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
