package dev.slipway.applier.helm;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.Declared;
import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.Folder;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.Secrets;
import dev.slipway.applier.SourceRepository;
import dev.slipway.applier.UnavailableException;
import dev.slipway.applier.manifest.Rendered;
import dev.slipway.applier.object.Digest;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.tool.Tool;
import dev.slipway.applier.tool.ToolLimits;
import dev.slipway.applier.tool.ToolRun;
import dev.slipway.events.Environment;
import dev.slipway.events.EventJson;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Releases into their objects. They are members of the environment as every other object is:
 * cleared by the guard, compared, applied, pruned and watched. No release is recorded for {@code
 * helm list}, and hooks that run something are refused by name.
 */
public final class Helm {
  private static final String RELEASE_RULE = "[a-z0-9]([-a-z0-9.]{0,51}[a-z0-9])?";
  private final HelmTemplate template;
  private final ChartSources charts;

  private final Secrets secrets;

  /**
   * Runs Helm.
   *
   * @param secrets told every value that comes from a Secret
   * @param nanoTime tells when a range of versions is to be asked for anew
   */
  public Helm(
      Tool helm,
      ToolLimits limits,
      SourceRepository repositories,
      Secrets secrets,
      LongSupplier nanoTime) {
    this.secrets = secrets;
    this.template = new HelmTemplate(helm, new ToolRun(limits));
    this.charts =
        new ChartSources(
            repositories, new PulledCharts(helm, ToolRun.withNetwork(limits), nanoTime));
  }

  /**
   * The objects of every HelmRelease, and of every chart folder that none of them uses: that one is
   * a release of its own, named after its folder.
   *
   * @param declared the environment's objects, decrypted
   * @param chartFolders in the environment's folder
   * @throws RefusedException {@code NOT_SUPPORTED}, {@code RENDER_FAILED}, {@code TOOL_MISSING}
   * @throws UnavailableException where a chart cannot be had now
   */
  public Declared objects(
      List<DesiredObject> declared,
      List<String> chartFolders,
      Folder folder,
      Environment environment,
      Cluster cluster)
      throws InterruptedException {
    List<DesiredObject> objects = new ArrayList<>();
    Set<String> used = new HashSet<>();
    List<String> elsewhere = new ArrayList<>();
    for (DesiredObject one : declared) {
      if (HelmRelease.isOne(one.object())) {
        HelmRelease release = HelmRelease.of(one, environment.namespace());
        ChartSources.Found found = find(release, declared, folder, environment);
        used.add(found.path());
        Values values = Values.of(release, declared, cluster, secrets);
        HelmTemplate.Job job = job(release, found.chart(), values);
        boolean fromElsewhere = found.path().isEmpty() || !values.elsewhere().isEmpty();
        if (fromElsewhere) {
          elsewhere.add(job.source() + "\n" + values.elsewhere());
        }
        try {
          objects.addAll(render(release, job, declared, environment));
        } catch (RefusedException e) {
          throw fromElsewhere ? e.ofSomethingElsewhere() : e;
        }
      }
    }
    for (String chart : chartFolders) {
      if (!used.contains(chart)) {
        objects.addAll(render(chart, folder, environment));
      }
    }
    return new Declared(
        objects, elsewhere.isEmpty() ? null : Digest.of(String.join("\n", elsewhere)));
  }

  /** A chart that is not there may come. */
  private ChartSources.Found find(
      HelmRelease release, List<DesiredObject> declared, Folder folder, Environment environment)
      throws InterruptedException {
    try {
      return charts.find(release, declared, folder, environment);
    } catch (RefusedException e) {
      throw e.reason() == RolloutFailure.RENDER_FAILED ? e.ofSomethingElsewhere() : e;
    }
  }

  private static HelmTemplate.Job job(HelmRelease release, Chart chart, Values values) {
    return new HelmTemplate.Job(
        release.file(),
        release.name(),
        release.target(),
        chart,
        EventJson.mapper().writeValueAsString(values.merged()),
        values.secret(),
        release.hooks(),
        release.crds());
  }

  private List<DesiredObject> render(
      HelmRelease release,
      HelmTemplate.Job job,
      List<DesiredObject> declared,
      Environment environment)
      throws InterruptedException {
    List<DesiredObject> objects = new ArrayList<>();
    List<DesiredObject> rendered = template.render(job);
    boolean elsewhere = !release.target().equals(environment.namespace());
    for (DesiredObject one : rendered) {
      objects.add(
          elsewhere && one.object().namespace() == null
              ? Rendered.desired(
                  release.file(), one.object().with(release.target(), "metadata", "namespace"))
              : one);
    }
    if (elsewhere && release.createNamespace() && !declares(declared, release.target())) {
      objects.add(
          Rendered.desired(
              release.file(),
              KubernetesObject.named(new ObjectName("v1", "Namespace", null, release.target()))));
    }
    return objects;
  }

  private static boolean declares(List<DesiredObject> declared, String namespace) {
    return declared.stream()
        .map(DesiredObject::object)
        .anyMatch(object -> object.kind().equals("Namespace") && object.name().equals(namespace));
  }

  private List<DesiredObject> render(String path, Folder folder, Environment environment)
      throws InterruptedException {
    String file = path.isEmpty() ? "Chart.yaml" : path + "/Chart.yaml";
    String name =
        path.equals(environment.path())
            ? environment.name().toString()
            : path.substring(path.lastIndexOf('/') + 1);
    String release = name.replace('/', '-').replace('_', '-');
    if (!release.matches(RELEASE_RULE)) {
      throw new RefusedException(
          RolloutFailure.NOT_SUPPORTED,
          "%s: '%s' cannot be a release's name; nothing was applied. Declare it by a HelmRelease"
              .formatted(file, release));
    }
    return template.render(
        new HelmTemplate.Job(
            file,
            release,
            environment.namespace(),
            GitCharts.read(file, folder, path),
            EventJson.mapper().writeValueAsString(Map.of()),
            false,
            true,
            true));
  }
}
