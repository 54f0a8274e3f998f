package dev.slipway.writer.configuration;

import dev.slipway.events.Environment;
import dev.slipway.events.EventType;
import dev.slipway.events.Subscription;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.ConfigurationProblem;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.writer.configuration.RepositoryConfiguration.ConfiguredTarget;
import dev.slipway.writer.configuration.RepositoryConfiguration.RequestsPer;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.Part;
import dev.slipway.writer.edit.YamlPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code slipway.yaml} (design, section 5). */
public final class SlipwayYaml {
  /** Where it lies in a repository. */
  public static final String PATH = "slipway.yaml";

  private static final Set<String> EVENT_NAMES =
      Stream.concat(
              Arrays.stream(EventType.values()).map(EventType::kebabName),
              Stream.of(Subscription.FOREIGN_COMMIT))
          .collect(Collectors.toUnmodifiableSet());

  /** What became of it. */
  public sealed interface Outcome {
    /** It can be followed. */
    record Accepted(RepositoryConfiguration configuration) implements Outcome {}

    /** It cannot, and this is all that is wrong with it. */
    record Rejected(List<ConfigurationProblem> problems) implements Outcome {
      public Rejected {
        problems = List.copyOf(problems);
      }
    }
  }

  /**
   * What the file may name beside what it declares: a repository's Flux objects.
   *
   * @param images by {@code namespace/name} of their policy
   */
  public record Beside(List<FollowedImage> images, Set<EnvironmentName> environments) {
    public static final Beside NOTHING = new Beside(List.of(), Set.of());
  }

  private final Problems problems = new Problems();
  private final Beside beside;
  private final GitRepository source;
  private final GitBranch branch;

  private SlipwayYaml(GitRepository source, GitBranch branch, Beside beside) {
    this.beside = beside;
    this.source = source;
    this.branch = branch;
  }

  /** Reads the file of that repository's default branch. */
  public static Outcome read(byte[] content, GitRepository source, GitBranch branch) {
    return read(content, source, branch, Beside.NOTHING);
  }

  /** As above, where the file may also name what Flux objects declare. */
  public static Outcome read(
      byte[] content, GitRepository source, GitBranch branch, Beside beside) {
    return new SlipwayYaml(source, branch, beside)
        .read(new String(content, StandardCharsets.UTF_8));
  }

  private Outcome read(String text) {
    RepositoryConfiguration configuration = RepositoryConfiguration.EMPTY;
    try {
      var settings = LoadSettings.builder().setLabel(PATH).build();
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        problems.add(null, "", "the file is empty; it needs at least 'version: 1'");
      } else {
        Section document = Section.of(root.get(), "", problems);
        if (document != null) {
          configuration = read(document);
        }
      }
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      return new Outcome.Rejected(
          List.of(new ConfigurationProblem(line, "", "is not YAML: " + e.getProblem())));
    } catch (YamlEngineException e) {
      return new Outcome.Rejected(
          List.of(new ConfigurationProblem(0, "", "is not YAML: " + e.getMessage())));
    }
    List<ConfigurationProblem> found = problems.found();
    return found.isEmpty() ? new Outcome.Accepted(configuration) : new Outcome.Rejected(found);
  }

  private RepositoryConfiguration read(Section document) {
    document.allow(
        "version",
        "images",
        "applications",
        "environments",
        "targets",
        "subscriptions",
        "flux",
        "commits");
    String version = document.required("version");
    if (version != null && !version.equals("1")) {
      document.complain("version", "this version of Slipway reads version 1, not " + version);
    }
    Map<String, FollowedImage> images = images(document);
    Map<String, FollowedImage> known = new LinkedHashMap<>();
    beside.images().forEach(image -> known.put(image.name(), image));
    known.putAll(images);
    Set<EnvironmentName> discovering = new HashSet<>();
    Map<EnvironmentName, RequestsPer> requests = new LinkedHashMap<>();
    List<Environment> environments = environments(document, known, discovering, requests);
    return new RepositoryConfiguration(
        images.values().stream().map(image -> new WatchedImage(source, image)).toList(),
        environments,
        subscriptions(document, environments),
        targets(document, known),
        discovering,
        ApplicationReader.read(document, known.keySet()),
        List.of(),
        document.flag("flux", true),
        requests,
        commits(document.section("commits")));
  }

  private static @Nullable CommitTemplate commits(@Nullable Section section) {
    if (section == null) {
      return null;
    }
    section.allow("subject", "body");
    String subject = section.optional("subject", text -> new CommitTemplate(text, "").subject());
    String body =
        section.optional("body", text -> new CommitTemplate(CommitTemplate.SUBJECT, text).body());
    return new CommitTemplate(
        subject == null ? CommitTemplate.SUBJECT : subject,
        body == null ? CommitTemplate.BODY : body);
  }

  private Map<String, FollowedImage> images(Section document) {
    Map<String, FollowedImage> images = new LinkedHashMap<>();
    document
        .sections("images")
        .forEach(
            (name, section) -> {
              section.allow("repository", "policy");
              ImageRepository repository = section.required("repository", ImageRepository::parse);
              Section policy = section.section("policy");
              if (policy == null) {
                section.complain("policy", "is missing: say which versions are wanted");
                return;
              }
              PolicyReader.Wanted wanted = PolicyReader.read(policy);
              if (wanted.kind() == null) {
                section.complain("policy", "names no kind: timestamp, semver, digest, ...");
              } else if (repository != null) {
                images.put(
                    name,
                    new FollowedImage(
                        name, repository, wanted.kind(), wanted.filter(), wanted.branch()));
              }
            });
    return images;
  }

  private List<Environment> environments(
      Section document,
      Map<String, FollowedImage> images,
      Set<EnvironmentName> discovering,
      Map<EnvironmentName, RequestsPer> requests) {
    var reader = new EnvironmentReader(source, branch, images);
    List<Environment> environments = new ArrayList<>();
    document
        .sections("environments")
        .forEach(
            (key, section) -> {
              EnvironmentName name =
                  problems.parse(section.node(), section.path(), key, EnvironmentName::parse);
              Environment environment = name == null ? null : reader.read(name, section);
              if (environment != null) {
                environments.add(environment);
                if (section.flag("discover", true)) {
                  discovering.add(environment.name());
                }
                RequestsPer per = section.optional("pullRequest", RequestsPer::parse);
                if (per != null && !environment.writable()) {
                  section.complain(
                      "pullRequest",
                      environment.name()
                          + " is the branch "
                          + environment.branch()
                          + ", which is never written to: ask for it where its versions come from");
                } else if (per != null) {
                  requests.put(environment.name(), per);
                }
              }
            });
    Set<EnvironmentName> known =
        environments.stream().map(Environment::name).collect(Collectors.toSet());
    known.addAll(beside.environments());
    for (Environment environment : environments) {
      if (environment.promote() != null && !known.contains(environment.promote().from())) {
        document.complain(
            "environments",
            environment.name()
                + " promotes from '"
                + environment.promote().from()
                + "', which is not declared here");
      }
    }
    new Dependencies(environments, known)
        .problems()
        .forEach(problem -> document.complain("environments", problem));
    return environments;
  }

  private List<Subscription> subscriptions(Section document, List<Environment> environments) {
    Set<String> known =
        environments.stream().map(e -> e.name().toString()).collect(Collectors.toSet());
    beside.environments().forEach(name -> known.add(name.toString()));
    List<Subscription> subscriptions = new ArrayList<>();
    for (Section section : document.list("subscriptions")) {
      section.allow("receiver", "channel", "environments", "events");
      String receiver = section.required("receiver");
      Set<EnvironmentName> about = new HashSet<>();
      for (String name : section.texts("environments")) {
        if (known.contains(name)) {
          about.add(EnvironmentName.parse(name));
        } else {
          section.complain("environments", "there is no environment '" + name + "'");
        }
      }
      List<String> events = section.texts("events");
      for (String event : events) {
        if (!EVENT_NAMES.contains(event)) {
          section.complain("events", "there is no event '" + event + "'");
        }
      }
      if (events.isEmpty()) {
        section.complain("events", "name at least one event, such as rollout-succeeded");
      }
      if (receiver != null) {
        subscriptions.add(
            new Subscription(
                source,
                subscriptions.size(),
                receiver,
                section.optional("channel"),
                about,
                Set.copyOf(events)));
      }
    }
    return subscriptions;
  }

  private List<ConfiguredTarget> targets(Section document, Map<String, FollowedImage> images) {
    List<ConfiguredTarget> targets = new ArrayList<>();
    for (Section section : document.list("targets")) {
      section.allow("image", "file", "path", "part");
      String image = section.required("image");
      if (image != null && !images.containsKey(image)) {
        section.complain("image", "there is no image '" + image + "' in images");
      }
      FileName file = section.required("file", FileName::parse);
      YamlPath path = section.required("path", YamlPath::parse);
      Part part = section.optional("part", SlipwayYaml::part);
      if (image != null && file != null && path != null) {
        targets.add(new ConfiguredTarget(image, file, path, orReference(part)));
      }
    }
    return targets;
  }

  private static Part orReference(@Nullable Part part) {
    return part == null ? Part.REFERENCE : part;
  }

  private static Part part(String text) {
    return Part.tryParse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected reference, name, tag or digest, not '" + text + "'"));
  }
}
