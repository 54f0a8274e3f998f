package dev.slipway.console;

import dev.slipway.events.Environment;
import dev.slipway.events.OutageBegun;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RunningImage;
import dev.slipway.messaging.Configuration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Says where every declared environment stands. */
public final class StatusReader {
  private final Pipeline pipeline;
  private final Configuration configuration;
  private final Names names;

  public StatusReader(Pipeline pipeline, Configuration configuration) {
    this.pipeline = pipeline;
    this.configuration = configuration;
    this.names = new Names(configuration);
  }

  /** Every environment: those that prove before those that take what is proven, then by name. */
  public List<EnvironmentStatus> all() {
    List<Environment> environments = names.environments();
    return pipeline.read(view -> all(environments, view));
  }

  private static List<EnvironmentStatus> all(List<Environment> environments, Pipeline view) {
    Map<String, OutageBegun> away = away(environments, view);
    return environments.stream().map(e -> statusOf(e, view, away)).toList();
  }

  /** Every place that does not answer, and what waits for it; the longest away first. */
  public List<PlaceReport> outages() {
    Map<String, List<EnvironmentStatus>> places = new TreeMap<>();
    for (EnvironmentStatus status : all()) {
      for (PlaceAway away : status.outages()) {
        places.computeIfAbsent(away.place(), _ -> new ArrayList<>()).add(status);
      }
    }
    return places.entrySet().stream()
        .map(entry -> report(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparing(PlaceReport::since))
        .toList();
  }

  private static PlaceReport report(String place, List<EnvironmentStatus> concerned) {
    List<PlaceAway> seen =
        concerned.stream()
            .flatMap(status -> status.outages().stream())
            .filter(away -> away.place().equals(place))
            .sorted(Comparator.comparing(PlaceAway::since))
            .toList();
    PlaceAway first = seen.getFirst();
    List<PlaceReport.Waiting> waiting = new ArrayList<>();
    for (EnvironmentStatus status : concerned) {
      GitRevision commit = status.commit();
      if (commit != null
          && status.outages().stream()
              .anyMatch(away -> away.waits() && away.place().equals(place))) {
        waiting.add(new PlaceReport.Waiting(status.environment(), commit));
      }
    }
    return new PlaceReport(place, first.reason(), first.since(), first.problem(), waiting);
  }

  /** What one environment tells of a cluster holds for every other of that cluster. */
  private static Map<String, OutageBegun> away(List<Environment> environments, Pipeline view) {
    Map<String, OutageBegun> away = new HashMap<>();
    for (Environment environment : environments) {
      for (OutageBegun outage : view.history(environment.name()).outages()) {
        away.merge(outage.place(), outage, (a, b) -> a.since().isAfter(b.since()) ? b : a);
      }
    }
    return away;
  }

  private static List<PlaceAway> outages(
      Environment environment,
      EnvironmentHistory history,
      Progress progress,
      Map<String, OutageBegun> away) {
    Map<String, OutageBegun> all = new TreeMap<>();
    history.outages().forEach(outage -> all.put(outage.place(), outage));
    OutageBegun cluster = away.get("cluster " + environment.cluster());
    if (cluster != null && history.hold().isEmpty()) {
      all.putIfAbsent(cluster.place(), cluster);
    }
    boolean waits = progress == Progress.CLEARED || progress == Progress.ROLLING_OUT;
    return all.values().stream().map(outage -> PlaceAway.of(outage, waits)).toList();
  }

  /**
   * One environment.
   *
   * @throws ConsoleException where no environment of that name is declared
   */
  public EnvironmentStatus of(EnvironmentName name) {
    Environment environment = names.environment(name);
    return pipeline.read(view -> statusOf(environment, view, away(names.environments(), view)));
  }

  /** Every repository whose configuration is refused, in the order of their addresses. */
  public List<RefusedConfiguration> refused() {
    return configuration.rejections().stream()
        .sorted(Comparator.comparing(rejected -> rejected.source().toString()))
        .map(RefusedConfiguration::of)
        .toList();
  }

  /** The refused configuration of the repository that declares the environment, where it is so. */
  public List<RefusedConfiguration> refusedFor(EnvironmentName name) {
    return refused().stream()
        .filter(refused -> refused.source().equals(names.environment(name).source()))
        .toList();
  }

  private static EnvironmentStatus statusOf(
      Environment environment, Pipeline view, Map<String, OutageBegun> away) {
    EnvironmentHistory history = view.history(environment.name());
    Optional<RevisionTrack> newest = history.newest();
    Progress progress = newest.map(history::progressOf).orElse(Progress.PENDING);
    List<HoldReason> reasons =
        progress == Progress.HELD
            ? newest.flatMap(RevisionTrack::held).orElseThrow().reasons()
            : List.of();
    List<PlaceAway> outages = outages(environment, history, progress, away);
    return new EnvironmentStatus(
        environment.name(),
        environment.cluster(),
        environment.guard() != null,
        newest.map(RevisionTrack::sequence).orElse(null),
        newest.flatMap(RevisionTrack::revision).map(Revision::commit).orElse(null),
        progress,
        newest
            .map(track -> Standing.detail(track, progress, outages))
            .orElse("nothing committed yet"),
        Standing.whatHelps(environment, reasons).orElse(null),
        newest.flatMap(RevisionTrack::since).orElse(null),
        reasons,
        history.hold().orElse(null),
        newest
            .flatMap(RevisionTrack::revision)
            .map(revision -> images(revision, progress, environment, history))
            .orElse(List.of()),
        history.proposals().stream().map(Telling::proposed).toList(),
        outages);
  }

  private static List<ImageStatus> images(
      Revision revision, Progress progress, Environment environment, EnvironmentHistory history) {
    List<RunningImage> running = history.running().map(RolloutSucceeded::images).orElse(List.of());
    boolean approvals = environment.promote() != null && environment.promote().approvals() > 0;
    List<ImageStatus> rows =
        revision.images().stream()
            .distinct()
            .map(image -> image(image, running, progress, approvals, history))
            .toList();
    boolean somethingMoves = rows.stream().anyMatch(row -> row.progress() != Progress.RUNNING);
    return somethingMoves || progress == Progress.RUNNING
        ? rows
        : rows.stream().map(row -> with(row, progress)).toList();
  }

  /** An image that runs already as it is desired does not wait for the revision's other images. */
  private static ImageStatus image(
      DesiredImage image,
      List<RunningImage> running,
      Progress progress,
      boolean approvals,
      EnvironmentHistory history) {
    List<RunningImage> same =
        running.stream()
            .filter(r -> r.reference().repository().equals(image.reference().repository()))
            .toList();
    boolean asDesired = !same.isEmpty() && same.stream().allMatch(r -> isAsDesired(r, image));
    return new ImageStatus(
        image.name(),
        image.reference().repository(),
        ImageWords.version(image.reference()),
        image.digest(),
        same.stream().map(r -> ImageWords.version(r.reference())).distinct().toList(),
        asDesired ? Progress.RUNNING : progress,
        approvals
            && image.name() != null
            && image.digest() != null
            && !history.isProven(image.digest()));
  }

  private static boolean isAsDesired(RunningImage running, DesiredImage desired) {
    return running.reference().equals(desired.reference())
        && (desired.digest() == null
            || running.digest() == null
            || running.digest().equals(desired.digest()));
  }

  private static ImageStatus with(ImageStatus row, Progress progress) {
    return new ImageStatus(
        row.name(),
        row.repository(),
        row.desired(),
        row.desiredDigest(),
        row.running(),
        progress,
        row.needsApproval());
  }
}
