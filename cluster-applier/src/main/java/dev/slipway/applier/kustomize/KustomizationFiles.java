package dev.slipway.applier.kustomize;

import dev.slipway.applier.Folder;
import dev.slipway.applier.Folder.Entry;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.SourceFile;
import dev.slipway.applier.kustomize.Kustomization.Reference;
import dev.slipway.applier.yaml.YamlDocuments;
import dev.slipway.events.value.RolloutFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Kustomization files, read once per content. Safe for any thread. */
final class KustomizationFiles {
  private final Remembered<Kustomization> byContent = new Remembered<>();

  /** The kustomization files of a folder: one, as a rule. */
  List<SourceFile> in(String directory, Folder folder) {
    return Reach.NAMES.stream()
        .map(name -> directory.isEmpty() ? name : directory + "/" + name)
        .map(folder::find)
        .filter(Entry.File.class::isInstance)
        .map(entry -> ((Entry.File) entry).file())
        .toList();
  }

  String path(String directory, Folder folder) {
    return in(directory, folder).stream().map(SourceFile::path).findFirst().orElse(directory);
  }

  Kustomization read(SourceFile file, Folder folder) {
    return byContent.computeIfAbsent(file.content(), _ -> parse(file, folder));
  }

  private static Kustomization parse(SourceFile file, Folder folder) {
    List<Object> documents = YamlDocuments.read(file.path(), folder.read(file));
    if (documents.size() != 1 || !(documents.getFirst() instanceof Map<?, ?>)) {
      throw new RefusedException(
          RolloutFailure.UNREADABLE_MANIFEST,
          file.path() + " is not one YAML document with fields; nothing was applied");
    }
    return Kustomization.of(file.path(), map(documents.getFirst()));
  }

  /** What the plug-in configurations of a file refer to. */
  List<Reference> plugins(SourceFile file, Folder folder) {
    return references(file, folder.read(file));
  }

  /** What plug-in configurations that stand in a kustomization refer to. */
  List<Reference> inline(SourceFile by, String text) {
    return references(by, text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Reference> references(SourceFile file, byte[] yaml) {
    return YamlDocuments.read(file.path(), yaml).stream()
        .filter(Map.class::isInstance)
        .flatMap(config -> Kustomization.of(file.path(), map(config)).references().stream())
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object document) {
    return (Map<String, Object>) document;
  }
}
