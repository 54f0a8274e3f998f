package dev.slipway.console;

import dev.slipway.events.Environment;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RunningImage;
import dev.slipway.messaging.Configuration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
    return pipeline.read(view -> environments.stream().map(e -> statusOf(e, view)).toList());
  }

  /**
   * One environment.
   *
   * @throws ConsoleException where no environment of that name is declared
   */
  public EnvironmentStatus of(EnvironmentName name) {
    Environment environment = names.environment(name);
    return pipeline.read(view -> statusOf(environment, view));
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

  private static EnvironmentStatus statusOf(Environment environment, Pipeline view) {
    EnvironmentHistory history = view.history(environment.name());
    Optional<RevisionTrack> newest = history.newest();
    Progress progress = newest.map(history::progressOf).orElse(Progress.PENDING);
    List<HoldReason> reasons =
        progress == Progress.HELD
            ? newest.flatMap(RevisionTrack::held).orElseThrow().reasons()
            : List.of();
    return new EnvironmentStatus(
        environment.name(),
        environment.cluster(),
        environment.guard() != null,
        newest.map(RevisionTrack::sequence).orElse(null),
        newest.flatMap(RevisionTrack::revision).map(Revision::commit).orElse(null),
        progress,
        newest.map(track -> Standing.detail(track, progress)).orElse("nothing committed yet"),
        Standing.whatHelps(environment, reasons).orElse(null),
        newest.flatMap(RevisionTrack::since).orElse(null),
        reasons,
        history.hold().orElse(null),
        newest
            .flatMap(RevisionTrack::revision)
            .map(revision -> images(revision, progress, environment, history))
            .orElse(List.of()),
        history.proposals().stream().map(Telling::proposed).toList());
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
