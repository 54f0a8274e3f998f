package dev.slipway.applier.render;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.Declared;
import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.Folder;
import dev.slipway.applier.Renderer;
import dev.slipway.applier.Secrets;
import dev.slipway.applier.SourceFile;
import dev.slipway.applier.SourceRepository;
import dev.slipway.applier.helm.Helm;
import dev.slipway.applier.kustomize.Kustomize;
import dev.slipway.applier.manifest.Manifests;
import dev.slipway.applier.sops.AgeKeys;
import dev.slipway.applier.sops.Decryption;
import dev.slipway.applier.tool.Tool;
import dev.slipway.applier.tool.ToolLimits;
import dev.slipway.applier.tool.ToolRun;
import dev.slipway.events.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Renders a folder as Flux would: a folder with a kustomization file is what kustomize makes of it,
 * and what lies below it belongs to that; every other YAML file counts as it is.
 *
 * <p>Left out: {@code slipway.yaml} at the repository's root, what lies under a name that begins
 * with a dot, and Flux's own objects. What did not change is not rendered again.
 */
public final class FolderRenderer implements Renderer {
  private static final String FLUX = ".toolkit.fluxcd.io/";
  private final List<DecryptionRule> decryption;
  private final Secrets secrets = new Secrets();
  private final Manifests manifests = new Manifests();
  private final Kustomize kustomize;
  private final Helm helm;

  /**
   * The programs that it runs.
   *
   * @param limits of each run
   */
  public record Tools(Tool kustomize, Tool helm, ToolLimits limits) {}

  /**
   * A renderer.
   *
   * @param repositories where charts of other repositories come from
   */
  public FolderRenderer(
      Tools tools, SourceRepository repositories, List<DecryptionRule> decryption) {
    this(tools, repositories, decryption, System::nanoTime);
  }

  /**
   * As above.
   *
   * @param nanoTime tells when a range of versions is to be asked for anew
   */
  public FolderRenderer(
      Tools tools,
      SourceRepository repositories,
      List<DecryptionRule> decryption,
      LongSupplier nanoTime) {
    this.decryption = List.copyOf(decryption);
    this.helm = new Helm(tools.helm(), tools.limits(), repositories, secrets, nanoTime);
    this.kustomize = new Kustomize(tools.kustomize(), new ToolRun(tools.limits()), manifests);
  }

  @Override
  public Declared render(Folder folder, Environment environment, Cluster cluster)
      throws InterruptedException {
    Decryption keys = decryption(environment);
    List<DesiredObject> declared = new ArrayList<>();
    Layout layout = Layout.of(folder, environment.path());
    for (SourceFile file : layout.plain()) {
      manifests
          .of(file, folder, keys)
          .forEach(object -> declared.add(new DesiredObject(object, file)));
    }
    for (String kustomization : layout.kustomizations()) {
      declared.addAll(kustomize.render(kustomization, folder, keys));
    }
    List<DesiredObject> objects = new ArrayList<>();
    for (DesiredObject one : declared) {
      if (!one.object().apiVersion().contains(FLUX)) {
        objects.add(one);
      }
    }
    Declared charts = helm.objects(declared, layout.charts(), folder, environment, cluster);
    objects.addAll(charts.objects());
    return new Declared(objects, charts.elsewhere());
  }

  @Override
  public Secrets secrets() {
    return secrets;
  }

  private Decryption decryption(Environment environment) {
    return new Decryption(
        new AgeKeys(
            decryption.stream()
                .filter(rule -> rule.fits(environment))
                .map(DecryptionRule::ageIdentities)
                .toList()),
        secrets);
  }
}
