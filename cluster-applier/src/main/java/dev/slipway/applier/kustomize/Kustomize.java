package dev.slipway.applier.kustomize;

import dev.slipway.applier.Concurrently;
import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.Folder;
import dev.slipway.applier.Folder.Entry;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.SourceFile;
import dev.slipway.applier.manifest.Manifests;
import dev.slipway.applier.sops.Decryption;
import dev.slipway.applier.tool.Tool;
import dev.slipway.applier.tool.ToolRun;
import dev.slipway.events.value.RolloutFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Folders with a kustomization file, rendered by {@code kustomize build}.
 *
 * <p>A kustomization that only lists resources and changes nothing is what its parts are, so each
 * part is rendered by itself: one changed part of a thousand costs one part's work. (kustomize
 * takes 22 s for a thousand such parts at once.) What was rendered is remembered by the contents of
 * the files that it needed.
 */
public final class Kustomize {
  /** Annotations that are orders to kustomize, and keys that it reads otherwise than kubectl. */
  private static final Pattern READ_OTHERWISE =
      Pattern.compile(
          "config\\.kubernetes\\.io/|kustomize\\.config\\.k8s\\.io/"
              + "|(?<![^\\s{,])(?i:y|n|yes|no|on|off)\\s*:");

  private final KustomizationFiles kustomizations = new KustomizationFiles();
  private final Manifests manifests;
  private final Builds builds;
  private final Remembered<Boolean> readOtherwise = new Remembered<>();

  public Kustomize(Tool kustomize, ToolRun run, Manifests manifests) {
    this.manifests = manifests;
    this.builds = new Builds(kustomize, run);
  }

  /** The folder's kustomization file, if it has one. */
  public Optional<SourceFile> kustomization(String directory, Folder folder) {
    return kustomizations.in(directory, folder).stream().findFirst();
  }

  /** Whether a file of that name makes its folder one. */
  public static boolean isKustomization(SourceFile file) {
    return Reach.NAMES.contains(file.fileName());
  }

  /**
   * The objects of a folder, decrypted, in no particular order.
   *
   * @throws RefusedException {@code NOT_SUPPORTED}, {@code RENDER_FAILED}, {@code TOOL_MISSING},
   *     {@code UNREADABLE_MANIFEST}, {@code DECRYPTION_FAILED}
   */
  public List<DesiredObject> render(String directory, Folder folder, Decryption decryption)
      throws InterruptedException {
    Parts parts = new Parts(folder, decryption);
    parts.add(directory);
    List<DesiredObject> objects = new ArrayList<>(parts.plain);
    Concurrently.map(parts.toBuild, part -> build(part, folder, decryption))
        .forEach(objects::addAll);
    return objects;
  }

  private List<DesiredObject> build(String directory, Folder folder, Decryption decryption)
      throws InterruptedException {
    return builds.of(
        kustomizations.path(directory, folder),
        directory,
        Reach.of(directory, folder, kustomizations),
        folder,
        decryption);
  }

  /** Takes unions apart. */
  private final class Parts {
    private final Folder folder;
    private final Decryption decryption;
    private final List<DesiredObject> plain = new ArrayList<>();
    private final List<String> toBuild = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private Parts(Folder folder, Decryption decryption) {
      this.folder = folder;
      this.decryption = decryption;
    }

    private void add(String directory) {
      if (!seen.add(directory)) {
        throw new RefusedException(
            RolloutFailure.RENDER_FAILED,
            "%s is included twice, or includes itself; nothing was applied"
                .formatted(kustomizations.path(directory, folder)));
      }
      List<Entry> members = union(directory);
      if (members.isEmpty()) {
        toBuild.add(directory);
        return;
      }
      for (Entry member : members) {
        if (member instanceof Entry.File(SourceFile file)) {
          manifests
              .of(file, folder, decryption)
              .forEach(object -> plain.add(new DesiredObject(object, file)));
        }
      }
    }

    /** The files of a union; its folders are added. Empty where kustomize has to look at it. */
    private List<Entry> union(String directory) {
      List<SourceFile> found = kustomizations.in(directory, folder);
      if (found.size() != 1) {
        return List.of();
      }
      Kustomization kustomization = kustomizations.read(found.getFirst(), folder);
      if (!kustomization.isUnion()) {
        return List.of();
      }
      List<Entry> files = new ArrayList<>();
      List<String> folders = new ArrayList<>();
      for (Kustomization.Reference reference : kustomization.references()) {
        String path = Reach.resolve(found.getFirst(), directory, reference.value());
        Entry entry = folder.find(path);
        if (entry instanceof Entry.File(SourceFile file)) {
          if (!isPlain(file, directory)) {
            return List.of();
          }
          files.add(entry);
        } else if (entry instanceof Entry.Directory && !kustomizations.in(path, folder).isEmpty()) {
          files.add(entry);
          folders.add(path);
        } else {
          return List.of();
        }
      }
      folders.forEach(this::add);
      return files;
    }

    private boolean isPlain(SourceFile file, String directory) {
      return (directory.isEmpty() || file.path().startsWith(directory + "/"))
          && !readOtherwise.computeIfAbsent(
              file.content(),
              _ ->
                  READ_OTHERWISE
                      .matcher(new String(folder.read(file), StandardCharsets.UTF_8))
                      .find());
    }
  }
}
