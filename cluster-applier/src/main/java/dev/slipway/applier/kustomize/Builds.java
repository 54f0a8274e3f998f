package dev.slipway.applier.kustomize;

import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.Folder;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.SourceFile;
import dev.slipway.applier.manifest.Rendered;
import dev.slipway.applier.sops.Decryption;
import dev.slipway.applier.tool.PrivateFolder;
import dev.slipway.applier.tool.Tool;
import dev.slipway.applier.tool.ToolRun;
import dev.slipway.events.value.RolloutFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs {@code kustomize build}, once per set of contents. */
final class Builds {
  private final Tool kustomize;
  private final ToolRun run;
  private final Rendered.Memory memory = new Rendered.Memory();

  Builds(Tool kustomize, ToolRun run) {
    this.kustomize = kustomize;
    this.run = run;
  }

  List<DesiredObject> of(
      String file, String directory, Reach reach, Folder folder, Decryption decryption)
      throws InterruptedException {
    String inputs =
        reach.files().stream()
            .map(f -> f.content() + " " + f.path())
            .collect(Collectors.joining("\n", decryption.name() + "\n" + directory + "\n", ""));
    return memory.of(inputs, () -> build(file, directory, reach, folder, decryption));
  }

  private Rendered build(
      String file, String directory, Reach reach, Folder folder, Decryption decryption)
      throws InterruptedException {
    boolean secret = false;
    Map<String, byte[]> inputs = new LinkedHashMap<>();
    for (SourceFile one : reach.files()) {
      byte[] content = folder.read(one);
      if (Decryption.isEncrypted(content)) {
        if (reach.generated().contains(one.path())) {
          content = decryption.content(one.path(), content);
          secret = true;
        } else {
          decryption.verify(one.path(), content);
        }
      }
      inputs.put(one.path(), content);
    }
    try (PrivateFolder work = secret ? PrivateFolder.inMemory() : PrivateFolder.onDisk()) {
      work.makeFolder(directory.isEmpty() ? "." : directory);
      inputs.forEach(work::write);
      return decrypted(file, output(file, arguments(directory, reach), work, secret), decryption);
    }
  }

  /** What was encrypted in its own file came through kustomize as it was. */
  private static Rendered decrypted(String file, Rendered rendered, Decryption decryption) {
    List<DesiredObject> objects = new ArrayList<>();
    for (DesiredObject one : rendered.objects()) {
      objects.add(
          Decryption.isEncrypted(one.object())
              ? Rendered.desired(file, decryption.object(file, one.object()))
              : one);
    }
    return new Rendered(objects, rendered.bytes());
  }

  private static List<String> arguments(String directory, Reach reach) {
    List<String> arguments =
        new ArrayList<>(List.of("build", directory.isEmpty() ? "." : "./" + directory));
    if (reach.leavesItsRoot()) {
      arguments.add("--load-restrictor=LoadRestrictionsNone");
    }
    return arguments;
  }

  private Rendered output(String file, List<String> arguments, PrivateFolder work, boolean secret)
      throws InterruptedException {
    return switch (run.run(kustomize, arguments, work, new byte[0], file)) {
      case ToolRun.Result.Done(String output) -> Rendered.of(file, "kustomize", output);
      case ToolRun.Result.Failed(int status, String words) ->
          throw new RefusedException(
              RolloutFailure.RENDER_FAILED,
              "%s: kustomize cannot render it: %s; nothing was applied"
                  .formatted(
                      file,
                      secret
                          ? "it ended with "
                              + status
                              + " (what it said is withheld: it was given decrypted files)"
                          : words.isEmpty()
                              ? "it ended with " + status + " and said nothing"
                              : words));
    };
  }
}
