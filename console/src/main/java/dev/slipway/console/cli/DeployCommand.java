package dev.slipway.console.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "deploy",
    description = {
      "Any version that the registry holds, in any environment, whatever the policy says.",
      "A version published later replaces it, unless it is pinned."
    },
    footer = {
      "",
      "Examples:",
      "  slipway deploy dev web:1.4.2",
      "  slipway deploy dev web:1.4.2 --wait",
      "  slipway deploy staging api:1.3.9 --pin --reason 'until #4711 is fixed'"
    })
final class DeployCommand extends RequestCommand {
  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "Where.")
  String environment = "";

  @Parameters(
      index = "1",
      paramLabel = "IMAGE:VERSION",
      description = "The name in slipway.yaml, and a tag; or IMAGE@sha256:...")
  String image = "";

  @Option(names = "--pin", description = "It stays until unpin.")
  boolean pin;

  DeployCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    // The two are hard to confuse, so they may come in either order.
    boolean swapped = isVersioned(environment) && !isVersioned(image);
    String where = swapped ? image : environment;
    String what = swapped ? environment : image;
    VersionedImage asked = VersionedImage.parse(what);
    String name = asked.image();
    String version = asked.version();
    if (version == null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "'" + what + "' names no version: expected IMAGE:VERSION, as in web:1.4.2");
    }
    return ask(
        where,
        "deploy",
        ConsoleClient.body().put("image", name).put("version", version).put("pin", pin),
        (pin ? "pin " : "deploy ") + name + " " + version + " in " + where);
  }

  private static boolean isVersioned(String text) {
    return text.indexOf('@') > 0 || text.indexOf(':') > 0;
  }
}
