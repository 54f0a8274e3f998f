package dev.slipway.writer.offline;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.writer.configuration.RepositoryConfiguration;
import dev.slipway.writer.configuration.RepositoryConfiguration.ConfiguredTarget;
import dev.slipway.writer.configuration.SlipwayYaml;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.ManifestEditor;
import dev.slipway.writer.edit.PolicyName;
import dev.slipway.writer.edit.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reports what a repository's working tree holds, and every problem with file and line. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "Reads slipway.yaml and every manifest below DIR; prints the images, environments and marked"
          + " values found, and everything that would keep an update away.",
      ""
    },
    footer = {"", "Exit code: 0 no problems, 1 problems (printed), 2 wrong usage."})
public final class ValidateCommand implements Callable<Integer> {
  private static final GitRepository HERE = GitRepository.parse("file://localhost/working-tree");
  private static final GitBranch BRANCH = GitBranch.parse("main");

  @Parameters(paramLabel = "DIR", description = "The root of a repository's working tree.")
  private Path folder = Path.of(".");

  @Spec private @Nullable CommandSpec spec;

  private final ManifestEditor editor = new ManifestEditor();
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Integer> marked = new TreeMap<>();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ValidateCommand()).execute(arguments));
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
    PrintWriter output = said.commandLine().getOut();
    RepositoryConfiguration configuration = configuration(output);
    Set<String> names =
        configuration.images().stream()
            .map(image -> image.image().name())
            .collect(Collectors.toSet());
    // Without a slipway.yaml nothing is declared: every policy may be Flux's.
    boolean anyPolicy = !Files.exists(folder.resolve(SlipwayYaml.PATH));
    for (Path file : manifests()) {
      check(file, policy -> anyPolicy || names.contains(policy.name()), names);
    }
    configuration.targets().forEach(this::check);
    output.println(
        "marked values: "
            + (marked.isEmpty()
                ? "none"
                : marked.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(", "))));
    problems.forEach(output::println);
    output.println(problems.isEmpty() ? "no problems" : "problems: " + problems.size());
    output.flush();
    return problems.isEmpty() ? 0 : 1;
  }

  private RepositoryConfiguration configuration(PrintWriter output) throws IOException {
    Path file = folder.resolve(SlipwayYaml.PATH);
    if (!Files.exists(file)) {
      output.println("no slipway.yaml");
      return RepositoryConfiguration.EMPTY;
    }
    return switch (SlipwayYaml.read(Files.readAllBytes(file), HERE, BRANCH)) {
      case SlipwayYaml.Outcome.Accepted(RepositoryConfiguration configuration) -> {
        output.println(
            "slipway.yaml: %d images, %d environments, %d targets"
                .formatted(
                    configuration.images().size(),
                    configuration.environments().size(),
                    configuration.targets().size()));
        yield configuration;
      }
      case SlipwayYaml.Outcome.Rejected(var found) -> {
        found.forEach(problem -> problems.add(SlipwayYaml.PATH + ": " + problem));
        yield RepositoryConfiguration.EMPTY;
      }
    };
  }

  private void check(Path path, Predicate<PolicyName> isDeclared, Set<String> names)
      throws IOException {
    FileName file = name(path);
    byte[] content = Files.readAllBytes(path);
    editor.problems(content, isDeclared).forEach(problem -> problems.add(problem.in(file)));
    for (String name : names) {
      Target target = Target.Marked.of(PolicyName.ofImage(name));
      int found = editor.find(file, content, List.of(target)).size();
      if (found > 0) {
        marked.merge(name, found, Integer::sum);
      }
    }
  }

  private void check(ConfiguredTarget configured) {
    Path path = folder.resolve(configured.file().value());
    Target target = new Target.AtPath(configured.file(), configured.path(), configured.part());
    try {
      byte[] content = Files.readAllBytes(path);
      if (editor.find(configured.file(), content, List.of(target)).isEmpty()) {
        problems.add(
            configured.file() + ": the target '" + configured.path() + "' leads to no value");
      }
    } catch (IOException e) {
      problems.add(configured.file() + ": the target's file can't be read: " + e);
    }
  }

  private FileName name(Path path) {
    return FileName.parse(folder.relativize(path).toString());
  }

  private List<Path> manifests() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && name(file).isManifest())
          .filter(file -> !folder.relativize(file).startsWith(".git"))
          .sorted()
          .toList();
    }
  }
}
