package dev.slipway.writer.flux;

import dev.slipway.events.value.ConfigurationProblem;
import dev.slipway.events.value.DigestPolicy;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.TagFilter;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.writer.configuration.FluxPolicyReader;
import dev.slipway.writer.configuration.PolicyReader;
import dev.slipway.writer.configuration.Problems;
import dev.slipway.writer.configuration.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads {@code ImageRepository} and {@code ImagePolicy}. */
final class ImageObjects {
  /** What Flux leaves out where nothing is said: signatures. */
  private static final String FLUX_EXCLUDES = "^.*\\.sig$";

  /** Everything that does not end in {@code .sig}: RE2 cannot say "not". */
  private static final String NO_SIGNATURE = "^(.{0,3}|.*([^g]|[^i]g|[^s]ig|[^.]sig))$";

  private static final List<String> SECRETS =
      List.of("secretRef", "certSecretRef", "proxySecretRef", "serviceAccountName", "provider");

  /**
   * A policy, with the image that it chooses versions of.
   *
   * @param suspendedBecause why it chooses nothing; absent: it does
   */
  record Policy(Placed placed, FollowedImage image, @Nullable String suspendedBecause) {}

  private final List<Placed> objects;
  private final Findings findings;

  ImageObjects(List<Placed> objects, Findings findings) {
    this.objects = objects;
    this.findings = findings;
  }

  List<Policy> policies() {
    Map<String, Placed> repositories = new LinkedHashMap<>();
    for (Placed placed : objects) {
      if (placed.is("ImageRepository")) {
        repositories.put(placed.cluster() + " " + placed.object().qualifiedName(), placed);
        say(placed.object());
      }
    }
    List<Policy> policies = new ArrayList<>();
    for (Placed placed : objects) {
      if (placed.is("ImagePolicy")) {
        policy(placed, repositories).ifPresent(policies::add);
      }
    }
    return policies;
  }

  private Optional<Policy> policy(Placed placed, Map<String, Placed> repositories) {
    ManifestObject object = placed.object();
    String name = object.text("spec.imageRepositoryRef.name").orElse("");
    if (name.isEmpty()) {
      findings.problem(object, "spec.imageRepositoryRef", "'spec.imageRepositoryRef' is missing");
      return Optional.empty();
    }
    String qualified =
        object.text("spec.imageRepositoryRef.namespace").orElse(object.namespace()) + "/" + name;
    Placed repository = repositories.get(placed.cluster() + " " + qualified);
    if (repository == null) {
      findings.problem(
          object,
          "spec.imageRepositoryRef",
          "there is no ImageRepository "
              + qualified
              + (placed.cluster().isEmpty() ? "" : " in the cluster " + placed.cluster())
              + " in this repository");
      return Optional.empty();
    }
    ImageRepository image = image(repository.object());
    PolicyReader.Wanted wanted = wanted(object);
    if (image == null || wanted == null || wanted.kind() == null) {
      return Optional.empty();
    }
    TagPolicy kind = wanted.kind();
    TagFilter filter = wanted.filter();
    if (filter == null && kind instanceof TagPolicy.Alphabetical) {
      filter = new TagFilter(NO_SIGNATURE, null);
    }
    String suspended = suspended(object).or(() -> suspended(repository.object())).orElse(null);
    return Optional.of(
        new Policy(
            placed,
            new FollowedImage(object.qualifiedName(), image, kind, filter, null, digests(object)),
            suspended));
  }

  static Optional<String> suspended(ManifestObject object) {
    return object.isTrue("spec.suspend")
        ? Optional.of(object + " is suspended (" + object.place("spec.suspend") + ")")
        : Optional.empty();
  }

  private PolicyReader.@Nullable Wanted wanted(ManifestObject object) {
    Problems problems = new Problems();
    Node spec = object.at("spec").orElse(object.root());
    Section section = Section.of(spec, "spec", problems);
    PolicyReader.Wanted wanted = section == null ? null : FluxPolicyReader.read(section);
    for (ConfigurationProblem found : problems.found()) {
      findings.broken(object);
      findings.problem(
          new ConfigurationProblem(
              found.line(), found.path(), object + ": " + found.message(), found.file()));
    }
    return problems.found().isEmpty() ? wanted : null;
  }

  private @Nullable ImageRepository image(ManifestObject object) {
    String image = object.text("spec.image").orElse("");
    try {
      return ImageRepository.parse(image);
    } catch (IllegalArgumentException e) {
      String why =
          image.isEmpty()
              ? "'spec.image' is missing"
              : image.contains("://")
                  ? "'" + image + "' must be without " + image.replaceFirst("//.*", "//")
                  : "'" + image + "' is no image without a tag: " + e.getMessage();
      findings.problem(object, "spec.image", why);
      return null;
    }
  }

  private DigestPolicy digests(ManifestObject object) {
    String text = object.text("spec.digestReflectionPolicy").orElse("Never");
    return switch (text) {
      case "Never" -> DigestPolicy.NEVER;
      case "IfNotPresent" -> DigestPolicy.IF_NOT_PRESENT;
      case "Always" -> {
        findings.limit(
            object,
            "spec.digestReflectionPolicy",
            "that the tag has moved is seen by the registry's webhook, not by asking every"
                + " 'interval'");
        yield DigestPolicy.ALWAYS;
      }
      default -> {
        findings.problem(
            object,
            "spec.digestReflectionPolicy",
            "expected Never, IfNotPresent or Always, not '" + text + "'; Never is assumed");
        yield DigestPolicy.NEVER;
      }
    };
  }

  private void say(ManifestObject object) {
    image(object);
    suspended(object)
        .ifPresent(
            _ ->
                findings.limit(
                    object,
                    "spec.suspend",
                    "is suspended: its tags are still read, so that people can ask for them, but"
                        + " none comes by itself"));
    for (String field : SECRETS) {
      Optional<String> generic = object.text("spec." + field).filter("generic"::equals);
      if (object.at("spec." + field).isPresent() && generic.isEmpty()) {
        findings.limit(
            object,
            "spec." + field,
            "cannot be honoured: '"
                + field
                + "' is not read, Secrets stay in the cluster; give the registry-watcher the"
                + " credentials of "
                + object.text("spec.image").orElse("the image").replaceFirst("/.*", "")
                + " in its own settings");
      }
    }
    if (object.isTrue("spec.insecure")) {
      findings.limit(
          object,
          "spec.insecure",
          "cannot be honoured: give the registry-watcher the registry's http:// address in its own"
              + " settings");
    }
    if (object.at("spec.exclusionList").orElse(null) instanceof SequenceNode list) {
      boolean fluxOwn =
          list.getValue().stream()
              .allMatch(item -> item instanceof ScalarNode s && s.getValue().equals(FLUX_EXCLUDES));
      if (!fluxOwn) {
        findings.limit(
            object,
            "spec.exclusionList",
            "cannot be honoured: tags are left out by the ImagePolicy's filterTags alone");
      }
    }
  }
}
