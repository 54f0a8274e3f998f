package dev.slipway.writer.flux;

import dev.slipway.events.value.GitBranch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads {@code ImageUpdateAutomation}. */
final class AutomationReader {
  private final Sources sources;
  private final Findings findings;
  private final boolean mayPropose;

  AutomationReader(Sources sources, Findings findings, boolean mayPropose) {
    this.sources = sources;
    this.findings = findings;
    this.mayPropose = mayPropose;
  }

  List<Automation> read(List<Placed> objects) {
    List<Automation> automations = new ArrayList<>();
    for (Placed placed : objects) {
      if (placed.is("ImageUpdateAutomation")) {
        read(placed).ifPresent(automations::add);
      }
    }
    return automations;
  }

  private Optional<Automation> read(Placed placed) {
    ManifestObject object = placed.object();
    String path;
    try {
      path = Folders.parse(object.text("spec.update.path").orElse(""));
    } catch (IllegalArgumentException e) {
      findings.problem(object, "spec.update.path", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    String strategy = object.text("spec.update.strategy").orElse("Setters");
    if (!strategy.equals("Setters")) {
      findings.problem(object, "spec.update.strategy", "expected Setters, not '" + strategy + "'");
      return Optional.empty();
    }
    return switch (sources.of(placed)) {
      case Sources.Meaning.Elsewhere(String why) -> {
        findings.limit(object, "spec.sourceRef", "is not followed: " + why);
        yield Optional.empty();
      }
      case Sources.Meaning.Here(GitBranch sourceBranch) ->
          branch(object, sourceBranch).map(branch -> automation(placed, path, branch));
    };
  }

  private Optional<GitBranch> branch(ManifestObject object, GitBranch sourceBranch) {
    for (String field : List.of("tag", "semver", "name", "commit")) {
      if (object.text("spec.git.checkout.ref." + field).isPresent()) {
        findings.problem(
            object,
            "spec.git.checkout.ref." + field,
            "only a branch can be written to: name it as spec.git.checkout.ref.branch");
        return Optional.empty();
      }
    }
    Optional<String> name = object.text("spec.git.checkout.ref.branch");
    try {
      return Optional.of(name.map(GitBranch::parse).orElse(sourceBranch));
    } catch (IllegalArgumentException e) {
      findings.problem(object, "spec.git.checkout.ref.branch", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Automation automation(Placed placed, String path, GitBranch branch) {
    ManifestObject object = placed.object();
    for (String field : List.of("spec.git.push.refspec", "spec.git.push.options")) {
      if (object.at(field).isPresent()) {
        findings.limit(object, field, "cannot be honoured: commits are pushed to the branch alone");
      }
    }
    if (object.at("spec.git.commit.signingKey").isPresent()) {
      findings.limit(
          object,
          "spec.git.commit.signingKey",
          "cannot be honoured: Secrets stay in the cluster; give the manifest-writer a signing key"
              + " in its own settings");
    }
    return new Automation(
        placed,
        path,
        branch,
        object.text("spec.git.commit.author.name").orElse(null),
        object.text("spec.git.commit.author.email").orElse(null),
        template(object),
        values(object),
        ImageObjects.suspended(object)
            .or(() -> mayPropose ? Optional.empty() : pushesElsewhere(object, branch))
            .orElse(null),
        mayPropose && isProposed(object, branch));
  }

  private static Optional<String> otherBranch(ManifestObject object, GitBranch branch) {
    return object.text("spec.git.push.branch").filter(name -> !name.equals(branch.toString()));
  }

  /** What is pushed elsewhere to be reviewed is for people to merge. */
  private boolean isProposed(ManifestObject object, GitBranch branch) {
    Optional<String> push = otherBranch(object, branch);
    push.ifPresent(
        name ->
            findings.limit(
                object,
                "spec.git.push.branch",
                "is honoured as a pull request: new versions go to a branch of Slipway's own"
                    + " (slipway/ENVIRONMENT), not to '"
                    + name
                    + "', and one open request asks to merge it into "
                    + branch));
    return push.isPresent();
  }

  /** What was to be reviewed on another branch must not land on this one. */
  private Optional<String> pushesElsewhere(ManifestObject object, GitBranch branch) {
    Optional<String> push = otherBranch(object, branch);
    push.ifPresent(
        name ->
            findings.limit(
                object,
                "spec.git.push.branch",
                "cannot be honoured: it pushes to '"
                    + name
                    + "', and Slipway commits to "
                    + branch
                    + " alone; so it edits nothing until 'push.branch' is "
                    + branch
                    + " or taken out, or the writer has a host for pull requests"));
    return push.map(
        name ->
            object
                + " pushes to the branch '"
                + name
                + "', which Slipway does not ("
                + object.place("spec.git.push.branch")
                + ")");
  }

  private @Nullable String template(ManifestObject object) {
    String template = object.text("spec.git.commit.messageTemplate").orElse("");
    if (template.isBlank()) {
      return null;
    }
    try {
      FluxCommit.check(template, values(object));
      return template;
    } catch (IllegalArgumentException e) {
      findings.limit(
          object,
          "spec.git.commit.messageTemplate",
          "cannot be honoured: "
              + e.getMessage()
              + "; commits have Slipway's own message (web 1.4.2 → 1.5.0 in staging)");
      return null;
    }
  }

  private static Map<String, String> values(ManifestObject object) {
    Map<String, String> values = new LinkedHashMap<>();
    if (object.at("spec.git.commit.messageTemplateValues").orElse(null)
        instanceof MappingNode mapping) {
      for (var field : mapping.getValue()) {
        if (field.getKeyNode() instanceof ScalarNode key
            && field.getValueNode() instanceof ScalarNode value) {
          values.put(key.getValue(), value.getValue());
        }
      }
    }
    return values;
  }
}
