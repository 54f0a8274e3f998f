package dev.slipway.applier.tool;

import dev.slipway.applier.RefusedException;
import dev.slipway.events.value.RolloutFailure;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A program that is installed beside the applier.
 *
 * @param name as people know it
 * @param command its file, or a name to be looked for along the {@code PATH}
 * @param advice what to do where it is missing
 */
public record Tool(String name, String command, String advice) {

  public static Tool kustomize(String command) {
    return new Tool(
        "kustomize",
        command,
        "Install kustomize 5 (https://kubectl.docs.kubernetes.io/installation/kustomize) on the"
            + " PATH of the cluster-applier, or name its file in slipway.applier.tools.kustomize");
  }

  public static Tool helm(String command) {
    return new Tool(
        "helm",
        command,
        "Install helm 3 or 4 (https://helm.sh/docs/intro/install) on the PATH of the"
            + " cluster-applier, or name its file in slipway.applier.tools.helm");
  }

  /**
   * Its file. Looked for at every use: it may be installed while the applier runs.
   *
   * @param neededBy the file of the environment that needs it
   * @throws RefusedException {@code TOOL_MISSING}, with the advice
   */
  public Path find(String neededBy) {
    return locate()
        .orElseThrow(
            () ->
                new RefusedException(
                    RolloutFailure.TOOL_MISSING,
                    "%s needs %s, which is not installed here ('%s' was not found); nothing was applied. %s"
                        .formatted(neededBy, name, command, advice)));
  }

  private Optional<Path> locate() {
    if (command.contains(File.separator)) {
      return Optional.of(Path.of(command).toAbsolutePath()).filter(Files::isExecutable);
    }
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, command).toAbsolutePath())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
