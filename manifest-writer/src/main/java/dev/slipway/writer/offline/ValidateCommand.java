package dev.slipway.writer.offline;

import dev.slipway.events.Environment;
import dev.slipway.events.EventJson;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.writer.configuration.RepositoryConfiguration;
import dev.slipway.writer.configuration.RepositoryConfiguration.ConfiguredTarget;
import dev.slipway.writer.configuration.SlipwayYaml;
import dev.slipway.writer.edit.CommandRun;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.ManifestEditor;
import dev.slipway.writer.edit.PolicyName;
import dev.slipway.writer.edit.Target;
import dev.slipway.writer.flux.FluxReader;
import dev.slipway.writer.flux.FluxReading;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
          + " values found, and everything that would keep an update away.",
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
  private static final GitRepository HERE = GitRepository.parse("file://localhost/working-tree");
  private static final GitBranch BRANCH = GitBranch.parse("main");

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

  private final ManifestEditor editor = new ManifestEditor();
  private final List<String> images = new ArrayList<>();
  private final List<String> environments = new ArrayList<>();
  private final List<String> limits = new ArrayList<>();
  private final List<String> unfollowed = new ArrayList<>();
  private String starter = "";
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Integer> marked = new TreeMap<>();

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
    PrintWriter output = said.commandLine().getOut();
    StringWriter report = new StringWriter();
    int result = report(new PrintWriter(report));
    switch (format) {
      case text -> output.print(report);
      case json -> output.println(json());
      case yaml -> output.print(starter);
    }
    output.flush();
    return result;
  }

  private String json() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("hasSlipwayYaml", starter.isEmpty());
    values.put("images", images);
    values.put("environments", environments);
    values.put("marked", marked);
    values.put("problems", problems);
    values.put("limits", limits);
    values.put("unfollowed", unfollowed);
    values.put("starter", starter);
    return EventJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(values);
  }

  private int report(PrintWriter output) throws IOException {
    FluxReading flux = new FluxReader().read(new WorkingTree(folder), HERE, BRANCH);
    RepositoryConfiguration configuration = configuration(output, flux);
    configuration.images().forEach(image -> images.add(image.image().name()));
    configuration.environments().forEach(each -> environments.add(each.name().toString()));
    if (configuration.readsFlux() && flux.hasObjects()) {
      say(flux, output);
    }
    Set<String> names =
        configuration.images().stream()
            .map(image -> image.image().name())
            .collect(Collectors.toSet());
    // Without a slipway.yaml nothing is declared: every policy may be Flux's.
    boolean anyPolicy = !Files.exists(folder.resolve(SlipwayYaml.PATH)) && !flux.hasObjects();
    List<PolicyName> declared = new ArrayList<>();
    names.forEach(name -> declared.add(PolicyName.ofImage(name)));
    flux.images().forEach(image -> declared.add(PolicyName.ofImage(image.name())));
    for (Path file : manifests()) {
      check(file, policy -> anyPolicy || declared.stream().anyMatch(policy::matches), names);
    }
    configuration.targets().forEach(this::check);
    noteUnfollowed(configuration, flux);
    if (!names.isEmpty()) {
      output.println(
          "marked values: "
              + (marked.isEmpty()
                  ? "none"
                  : marked.entrySet().stream()
                      .map(entry -> entry.getKey() + " " + entry.getValue())
                      .collect(Collectors.joining(", "))));
    }
    unfollowed.forEach(image -> output.println("no policy follows " + image));
    problems.forEach(output::println);
    output.println(problems.isEmpty() ? "no problems" : "problems: " + problems.size());
    if (!starter.isEmpty()) {
      output.print("\n" + starter);
    }
    return problems.isEmpty() ? 0 : 1;
  }

  /** Versions that nobody will ever change: on purpose, or because somebody forgot them. */
  private void noteUnfollowed(RepositoryConfiguration configuration, FluxReading flux)
      throws IOException {
    Set<ImageRepository> followed = new HashSet<>();
    configuration.images().forEach(image -> followed.add(image.image().repository()));
    flux.images().forEach(image -> followed.add(image.repository()));
    if (followed.isEmpty()) {
      return;
    }
    FoundImages found = new FoundImages();
    for (Path file : manifests()) {
      found.read(name(file).value(), Files.readAllBytes(file));
    }
    Map<String, Set<String>> files = new TreeMap<>();
    found.all().stream()
        .filter(image -> !followed.contains(image.repository()))
        .forEach(
            image ->
                files
                    .computeIfAbsent(
                        image.repository() + ":" + image.tag(), _ -> new LinkedHashSet<>())
                    .add(image.file()));
    files.forEach((image, where) -> unfollowed.add(image + " (" + String.join(", ", where) + ")"));
  }

  private void say(FluxReading flux, PrintWriter output) {
    output.println(
        "Flux objects: %d images, %d environments"
            .formatted(flux.images().size(), flux.environments().size()));
    for (Environment environment : flux.environments()) {
      String follow =
          environment.follow().stream().map(FollowedImage::name).collect(Collectors.joining(", "));
      output.println(
          "  %s: %s, follows %s%s"
              .formatted(
                  environment.name(),
                  environment.path(),
                  follow.isEmpty() ? "nothing" : follow,
                  environment.heldBecause() == null ? "" : "; held: " + environment.heldBecause()));
    }
    flux.automated().stream()
        .filter(each -> each.suspendedBecause() != null)
        .forEach(
            each ->
                output.println(
                    "  "
                        + each.environment()
                        + ": "
                        + each.image()
                        + " is not updated: "
                        + each.suspendedBecause()));
    flux.limits().forEach(limit -> limits.add(limit.toString()));
    limits.forEach(limit -> output.println("not honoured: " + limit));
    flux.problems().forEach(problem -> problems.add(problem.toString()));
  }

  /** One that this very version accepts, or the reason why it cannot be written. */
  private String starter(FluxReading flux) throws IOException {
    Starter writer = new Starter(text -> problemsOf(text).isEmpty());
    String text;
    if (flux.hasObjects()) {
      text = writer.of(flux);
    } else {
      FoundImages found = new FoundImages();
      for (Path file : manifests()) {
        found.read(name(file).value(), Files.readAllBytes(file));
      }
      text = writer.of(found.all());
    }
    problemsOf(text).forEach(problem -> problems.add("the slipway.yaml to start from: " + problem));
    return text;
  }

  private static List<String> problemsOf(String text) {
    return switch (SlipwayYaml.read(text.getBytes(StandardCharsets.UTF_8), HERE, BRANCH)) {
      case SlipwayYaml.Outcome.Accepted _ -> List.of();
      case SlipwayYaml.Outcome.Rejected(var found) -> found.stream().map(Object::toString).toList();
    };
  }

  private RepositoryConfiguration configuration(PrintWriter output, FluxReading flux)
      throws IOException {
    Path file = folder.resolve(SlipwayYaml.PATH);
    if (!Files.exists(file)) {
      output.println("no slipway.yaml" + (flux.hasObjects() ? ": Flux's objects say it all" : ""));
      starter = starter(flux);
      return RepositoryConfiguration.EMPTY;
    }
    return switch (SlipwayYaml.read(
        Files.readAllBytes(file),
        HERE,
        BRANCH,
        new SlipwayYaml.Beside(
            flux.images(),
            flux.environments().stream().map(Environment::name).collect(Collectors.toSet())))) {
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
