package dev.slipway.writer.offline;

import dev.slipway.writer.edit.CommandRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reports what a repository's working tree holds, and every problem with file and line. */
@Command(
    name = "slipway validate",
    mixinStandardHelpOptions = true,
    description = {
      "Reads slipway.yaml and every manifest below DIR; prints the images, environments and marked"
          + " values found, and everything that would keep an update or a rollout away.",
      "",
      "Flux's image objects and Kustomizations are read too; what of them cannot be honoured is"
          + " said with file and line. Without a slipway.yaml it prints one to start from: images"
          + " and environments as found, with policies guessed from the tags in use.",
      "",
      "Example: ./slipway validate .                               the report",
      "Example: ./slipway validate . --output yaml > slipway.yaml   only the file to start from",
      ""
    },
    footer = {"", "Exit code: 0 no problems, 1 problems (printed), 2 wrong usage."})
public final class ValidateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The root of a repository's working tree.")
  private Path folder = Path.of(".");

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "text (default), json, or yaml: only the slipway.yaml to start from.")
  private Format format = Format.text;

  /** How the report is printed. */
  @SuppressWarnings("MemberName") // as people type it
  enum Format {
    text,
    json,
    yaml
  }

  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] arguments) {
    CommandRun.exit(new ValidateCommand(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    CommandSpec said = spec;
    if (said == null) {
      throw new IllegalStateException("picocli sets it before anything runs");
    }
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(said.commandLine(), "there is no folder " + folder);
    }
    ValidationReport report = new Validation(new WorkingTree(folder)).report();
    PrintWriter output = said.commandLine().getOut();
    switch (format) {
      case text -> output.print(report.text());
      case json -> output.println(report.json());
      case yaml -> output.print(report.starter());
    }
    output.flush();
    return report.problems().isEmpty() ? 0 : 1;
  }
}
