package dev.slipway.applier.manifest;

import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.Folder;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.Renderer;
import dev.slipway.applier.SourceFile;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.value.RolloutFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A folder of YAML files, at any depth.
 *
 * <p>Left out: {@code slipway.yaml} at the repository's root, and what lies under a name that
 * begins with a dot. What a file held is remembered by Git's id of its content, so that an
 * unchanged file is read once.
 */
public final class PlainManifests implements Renderer {
  private static final Set<String> KUSTOMIZATIONS =
      Set.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  private static final String OWN_CONFIGURATION = "slipway.yaml";

  private final ParsedFiles parsed = new ParsedFiles();

  @Override
  public List<DesiredObject> render(Folder folder, String path) {
    List<SourceFile> files = folder.files().stream().filter(file -> !isHidden(file, path)).toList();
    files.forEach(PlainManifests::refuseWhatNeedsATool);
    List<DesiredObject> objects = new ArrayList<>();
    for (SourceFile file : files) {
      if (isYaml(file)) {
        for (KubernetesObject object : parsed.of(file, folder)) {
          objects.add(new DesiredObject(object, file));
        }
      }
    }
    return objects;
  }

  private static void refuseWhatNeedsATool(SourceFile file) {
    if (KUSTOMIZATIONS.contains(file.fileName())) {
      throw new RefusedException(
          RolloutFailure.NOT_SUPPORTED,
          file.path()
              + " needs Kustomize, which this version cannot run; nothing was applied. Commit the"
              + " rendered YAML instead");
    }
    if (file.fileName().equals("Chart.yaml")) {
      throw new RefusedException(
          RolloutFailure.NOT_SUPPORTED,
          file.path()
              + " is a Helm chart, which this version cannot render; nothing was applied. Commit"
              + " the rendered YAML instead");
    }
  }

  private static boolean isYaml(SourceFile file) {
    return file.fileName().endsWith(".yaml") || file.fileName().endsWith(".yml");
  }

  private static boolean isHidden(SourceFile file, String path) {
    String below = path.isEmpty() ? file.path() : file.path().substring(path.length() + 1);
    return below.startsWith(".") || below.contains("/.") || file.path().equals(OWN_CONFIGURATION);
  }
}
