package dev.slipway.writer.configuration;

import dev.slipway.events.Environment;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.OnFailure;
import dev.slipway.events.value.Promotion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code environments:}. */
final class EnvironmentReader {
  private static final String DEFAULT_NAMESPACE = "default";

  private final GitRepository source;
  private final GitBranch defaultBranch;
  private final Map<String, FollowedImage> images;

  EnvironmentReader(
      GitRepository source, GitBranch defaultBranch, Map<String, FollowedImage> images) {
    this.source = source;
    this.defaultBranch = defaultBranch;
    this.images = images;
  }

  @Nullable Environment read(EnvironmentName name, Section section) {
    section.allow(
        "cluster",
        "path",
        "branch",
        "follow",
        "promote",
        "guard",
        "freeze",
        "onFailure",
        "namespace",
        "create",
        "discover",
        "apply",
        "pullRequest",
        "formerly");
    section.notYet("formerly");
    OnFailure onFailure = section.optional("onFailure", EnvironmentReader::onFailure);
    if (!section.has("path") && !section.has("branch")) {
      section.complain("path", "is missing: name the folder, or a branch");
    }
    String cluster = section.required("cluster");
    GitBranch branch = section.optional("branch", GitBranch::parse);
    String path = section.optional("path", EnvironmentReader::folder);
    String namespace = section.optional("namespace");
    if (cluster == null) {
      return null;
    }
    return new Environment(
        name,
        source,
        branch == null ? defaultBranch : branch,
        path == null ? "" : path,
        branch == null || branch.equals(defaultBranch),
        cluster,
        namespace == null ? DEFAULT_NAMESPACE : namespace,
        follow(section),
        promotion(section.section("promote")),
        GuardReader.read(section),
        section.flag("create", false),
        null,
        onFailure,
        null,
        ApplyRulesReader.read(section.section("apply")));
  }

  private List<FollowedImage> follow(Section environment) {
    List<FollowedImage> followed = new ArrayList<>();
    if (environment.isList("follow")) {
      for (String name : environment.texts("follow")) {
        FollowedImage image = known(environment, name);
        if (image != null) {
          followed.add(image);
        }
      }
      return followed;
    }
    environment
        .sections("follow")
        .forEach(
            (name, section) -> {
              FollowedImage image = known(environment, name);
              if (image != null) {
                followed.add(overridden(image, PolicyReader.read(section)));
              }
            });
    return followed;
  }

  private @Nullable FollowedImage known(Section environment, String name) {
    FollowedImage image = images.get(name);
    if (image == null) {
      environment.complain("follow", "there is no image '" + name + "' in images");
    }
    return image;
  }

  private static FollowedImage overridden(FollowedImage image, PolicyReader.Wanted wanted) {
    return new FollowedImage(
        image.name(),
        image.repository(),
        wanted.kind() == null ? image.policy() : wanted.kind(),
        wanted.filter() == null ? image.filter() : wanted.filter(),
        wanted.branch() == null ? image.fromBranch() : wanted.branch());
  }

  private static @Nullable Promotion promotion(@Nullable Section section) {
    if (section == null) {
      return null;
    }
    section.allow("from", "automatically", "approvals");
    EnvironmentName from = section.required("from", EnvironmentName::parse);
    Integer approvals = section.optional("approvals", EnvironmentReader::approvals);
    return from == null
        ? null
        : new Promotion(
            from, section.flag("automatically", false), approvals == null ? 0 : approvals);
  }

  private static OnFailure onFailure(String text) {
    return switch (text) {
      case "report" -> OnFailure.REPORT;
      case "rollback" -> OnFailure.ROLLBACK;
      default ->
          throw new IllegalArgumentException("expected report or rollback, not '" + text + "'");
    };
  }

  private static Integer approvals(String text) {
    if (!text.matches("\\d{1,2}")) {
      throw new IllegalArgumentException("expected a number from 0 to 99, not '" + text + "'");
    }
    return Integer.valueOf(text);
  }

  private static String folder(String text) {
    String trimmed = text.replaceAll("^(?:\\./)+|/+$", "");
    if (trimmed.equals(".")) {
      return "";
    }
    if (trimmed.startsWith("/") || ("/" + trimmed + "/").contains("/../")) {
      throw new IllegalArgumentException("'" + text + "' leads out of the repository");
    }
    return trimmed;
  }
}
