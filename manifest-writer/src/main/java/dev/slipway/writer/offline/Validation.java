package dev.slipway.writer.offline;

import dev.slipway.events.Environment;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.writer.configuration.RepositoryConfiguration;
import dev.slipway.writer.configuration.RepositoryConfiguration.ConfiguredTarget;
import dev.slipway.writer.configuration.SlipwayYaml;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.ManifestEditor;
import dev.slipway.writer.edit.PolicyName;
import dev.slipway.writer.edit.Target;
import dev.slipway.writer.files.MissingFiles;
import dev.slipway.writer.flux.FluxReader;
import dev.slipway.writer.flux.FluxReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a working tree as the services would read its commit. For one report. */
final class Validation {
  private static final GitRepository HERE = GitRepository.parse("file://localhost/working-tree");
  static final GitBranch BRANCH = GitBranch.parse("main");

  private final ManifestEditor editor = new ManifestEditor();
  private final WorkingTree tree;
  private final FluxReading flux;
  private final FoundImages found = new FoundImages();
  private final Map<String, Integer> marked = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  Validation(WorkingTree tree) {
    this.tree = tree;
    this.flux = new FluxReader().read(tree, HERE, BRANCH);
    tree.manifests().forEach(file -> found.read(file.value(), tree.read(file)));
  }

  ValidationReport report() {
    Optional<byte[]> written = tree.find(SlipwayYaml.PATH);
    String starter = written.isPresent() ? "" : starter();
    SlipwayYaml.Outcome outcome =
        written
            .map(this::read)
            .orElse(new SlipwayYaml.Outcome.Accepted(RepositoryConfiguration.EMPTY));
    return switch (outcome) {
      case SlipwayYaml.Outcome.Accepted(RepositoryConfiguration configuration) -> {
        Predicate<PolicyName> isDeclared =
            written.isEmpty() && !flux.hasObjects() ? _ -> true : declared(configuration);
        String headline = written.isPresent() ? Summary.of(configuration) : Summary.without(flux);
        yield report(headline, configuration, isDeclared, starter);
      }
      case SlipwayYaml.Outcome.Rejected(var rejected) -> {
        rejected.forEach(problem -> problems.add(SlipwayYaml.PATH + ": " + problem));
        // Whatever a marker names may stand in what could not be read.
        yield report(Summary.REFUSED, RepositoryConfiguration.EMPTY, _ -> true, starter);
      }
    };
  }

  private SlipwayYaml.Outcome read(byte[] content) {
    return SlipwayYaml.read(
        content,
        HERE,
        BRANCH,
        new SlipwayYaml.Beside(
            flux.images(),
            flux.environments().stream().map(Environment::name).collect(Collectors.toSet())));
  }

  private ValidationReport report(
      String headline,
      RepositoryConfiguration configuration,
      Predicate<PolicyName> isDeclared,
      String starter) {
    boolean readsFlux = configuration.readsFlux() && flux.hasObjects();
    List<String> images =
        configuration.images().stream().map(image -> image.image().name()).toList();
    List<String> summary = new ArrayList<>(List.of(headline));
    if (readsFlux) {
      summary.addAll(Summary.of(flux));
      flux.problems().forEach(problem -> problems.add(problem.toString()));
    }
    tree.manifests().forEach(file -> check(file, isDeclared, images));
    List<Environment> environments =
        Stream.concat(
                configuration.environments().stream(),
                readsFlux ? flux.environments().stream() : Stream.empty())
            .toList();
    EnvironmentFolders folders = new EnvironmentFolders(tree);
    configuration.targets().forEach(target -> check(target, folders, environments));
    problems.addAll(folders.problems(environments));
    return new ValidationReport(
        summary,
        starter.isEmpty(),
        images,
        configuration.environments().stream().map(each -> each.name().toString()).toList(),
        marked,
        unfollowed(configuration),
        readsFlux ? flux.limits().stream().map(Object::toString).toList() : List.of(),
        problems.stream().distinct().toList(),
        starter);
  }

  private Predicate<PolicyName> declared(RepositoryConfiguration configuration) {
    List<PolicyName> names =
        Stream.concat(
                configuration.images().stream().map(image -> image.image().name()),
                flux.images().stream().map(FollowedImage::name))
            .map(PolicyName::ofImage)
            .toList();
    return policy -> names.stream().anyMatch(policy::matches);
  }

  private void check(FileName file, Predicate<PolicyName> isDeclared, List<String> images) {
    byte[] content = tree.read(file);
    editor.problems(content, isDeclared).forEach(problem -> problems.add(problem.in(file)));
    for (String image : images) {
      Target target = Target.Marked.of(PolicyName.ofImage(image));
      int count = editor.find(file, content, List.of(target)).size();
      if (count > 0) {
        marked.merge(image, count, Integer::sum);
      }
    }
  }

  private void check(
      ConfiguredTarget configured, EnvironmentFolders folders, List<Environment> environments) {
    FileName file = configured.file();
    Target target = new Target.AtPath(file, configured.path(), configured.part());
    Optional<byte[]> content = tree.find(file.value());
    Optional<String> submodule = tree.submodule(file.value());
    if (submodule.isPresent()) {
      problems.add(MissingFiles.foreign(submodule.get()).in(file));
    } else if (content.isEmpty()) {
      problems.add(file + ": a target of slipway.yaml names this file, which is not there");
    } else if (editor.find(file, content.get(), List.of(target)).isEmpty()) {
      problems.add(file + ": the target '" + configured.path() + "' leads to no value");
    } else if (folders.areAllWithout(file, environments)) {
      problems.add(
          file
              + ": a target of slipway.yaml names this file, but no environment has it: it lies in"
              + " none of their folders, and no kustomization there takes it in");
    }
  }

  /** Versions that nobody will ever change: on purpose, or because somebody forgot them. */
  private List<String> unfollowed(RepositoryConfiguration configuration) {
    Set<ImageRepository> followed = new HashSet<>();
    configuration.images().forEach(image -> followed.add(image.image().repository()));
    flux.images().forEach(image -> followed.add(image.repository()));
    if (followed.isEmpty()) {
      return List.of();
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
    return files.entrySet().stream()
        .map(image -> image.getKey() + " (" + String.join(", ", image.getValue()) + ")")
        .toList();
  }

  /** One that this very version accepts, or the reason why it cannot be written. */
  private String starter() {
    String text =
        flux.hasObjects()
            ? FluxStarter.of(flux)
            : new GuessedStarter(candidate -> problemsOf(candidate).isEmpty()).of(found.all());
    problemsOf(text).forEach(problem -> problems.add("the slipway.yaml to start from: " + problem));
    return text;
  }

  private static List<String> problemsOf(String text) {
    return switch (SlipwayYaml.read(text.getBytes(StandardCharsets.UTF_8), HERE, BRANCH)) {
      case SlipwayYaml.Outcome.Accepted _ -> List.of();
      case SlipwayYaml.Outcome.Rejected(var found) -> found.stream().map(Object::toString).toList();
    };
  }
}
