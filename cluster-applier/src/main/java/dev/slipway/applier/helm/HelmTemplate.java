package dev.slipway.applier.helm;

import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.manifest.Rendered;
import dev.slipway.applier.tool.PrivateFolder;
import dev.slipway.applier.tool.Tool;
import dev.slipway.applier.tool.ToolRun;
import dev.slipway.events.value.RolloutFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs {@code helm template}, once per chart, values and names. */
final class HelmTemplate {
  private static final String HOOK = "helm.sh/hook";
  private static final Set<String> RUNNING = Set.of("Job", "Pod");
  private static final Pattern PLACE =
      Pattern.compile("[\\w./-]+\\.(?:ya?ml|tpl|txt):\\d+(?::\\d+)?");
  private final Tool helm;
  private final ToolRun run;
  private final Rendered.Memory memory = new Rendered.Memory();

  HelmTemplate(Tool helm, ToolRun run) {
    this.helm = helm;
    this.run = run;
  }

  /**
   * What is rendered.
   *
   * @param file for people to read
   * @param values as JSON
   * @param secret whether the values hold secrets: then what Helm says is not told
   */
  record Job(
      String file,
      String release,
      String namespace,
      Chart chart,
      String values,
      boolean secret,
      boolean hooks,
      boolean crds) {

    /** All that the outcome depends on. */
    String inputs() {
      return source() + "\n" + values;
    }

    /** The same without the values, which may be secret. */
    String source() {
      return String.join("\n", file, release, namespace, chart.id(), hooks + " " + crds);
    }
  }

  List<DesiredObject> render(Job job) throws InterruptedException {
    return memory.of(job.inputs(), () -> template(job));
  }

  private Rendered template(Job job) throws InterruptedException {
    try (PrivateFolder work = PrivateFolder.onDisk()) {
      job.chart().files().forEach((path, content) -> work.write("chart/" + path, content));
      ToolRun.Result result =
          run.run(
              helm,
              arguments(job),
              work,
              job.values().getBytes(StandardCharsets.UTF_8),
              job.file());
      return switch (result) {
        case ToolRun.Result.Done(String output) -> withoutHooks(job, output);
        case ToolRun.Result.Failed(int status, String words) ->
            throw refused(job, "helm cannot render it: " + told(job, status, words));
      };
    }
  }

  /** Values come on standard input: they may be secret. */
  private static List<String> arguments(Job job) {
    List<String> arguments =
        new ArrayList<>(
            List.of("template", job.release(), "./chart", "--namespace", job.namespace()));
    arguments.addAll(List.of("--skip-tests", "--values", "-"));
    if (job.crds()) {
      arguments.add("--include-crds");
    }
    if (!job.hooks()) {
      arguments.add("--no-hooks");
    }
    return arguments;
  }

  private static String told(Job job, int status, String words) {
    if (!job.secret()) {
      return words.isEmpty() ? "it ended with " + status : words;
    }
    String places =
        PLACE
            .matcher(words)
            .results()
            .map(MatchResult::group)
            .distinct()
            .collect(Collectors.joining(", "));
    return "%s (what it said is withheld: the values hold secrets)"
        .formatted(places.isEmpty() ? "it ended with " + status : "see " + places);
  }

  private static Rendered withoutHooks(Job job, String output) {
    Rendered rendered = Rendered.of(job.file(), "helm", output);
    Set<String> hooks = new TreeSet<>();
    for (DesiredObject one : rendered.objects()) {
      if (one.object().annotation(HOOK).isPresent() && RUNNING.contains(one.object().kind())) {
        hooks.add(
            "%s/%s (%s)"
                .formatted(
                    one.object().kind(),
                    one.object().name(),
                    one.object().annotation(HOOK).orElse("")));
      }
    }
    if (!hooks.isEmpty()) {
      throw new RefusedException(
          RolloutFailure.NOT_SUPPORTED,
          "%s: the chart %s has hooks that run something, which Slipway does not: %s; nothing was applied. To apply it without them set spec.install.disableHooks and spec.upgrade.disableHooks to true in a HelmRelease"
              .formatted(job.file(), job.chart().from(), String.join(", ", hooks)));
    }
    return rendered;
  }

  private static RefusedException refused(Job job, String problem) {
    return new RefusedException(
        RolloutFailure.RENDER_FAILED,
        "%s: the chart %s for release %s: %s; nothing was applied"
            .formatted(job.file(), job.chart().from(), job.release(), problem));
  }
}
