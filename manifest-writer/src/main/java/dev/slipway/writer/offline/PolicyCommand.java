package dev.slipway.writer.offline;

import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagFilter;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.writer.configuration.PolicyFile;
import dev.slipway.writer.edit.CommandRun;
import dev.slipway.writer.policy.Candidate;
import dev.slipway.writer.policy.TagChooser;
import dev.slipway.writer.policy.TagSelection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tries a tag policy on a list of tags. */
@Command(
    name = "slipway policy",
    mixinStandardHelpOptions = true,
    description = "Tries tag policies.")
public final class PolicyCommand {
  private final InputStream tags;
  @Spec private @Nullable CommandSpec spec;

  PolicyCommand(InputStream tags) {
    this.tags = tags;
  }

  public static void main(String[] arguments) {
    CommandRun.exit(new PolicyCommand(System.in), arguments);
  }

  /**
   * Prints the choice on the first line and why each other tag lost.
   *
   * @return 0 where a tag was chosen, 1 where none fits
   */
  @Command(
      name = "select",
      mixinStandardHelpOptions = true,
      description = {
        "Reads tags, one per line, from standard input; prints the chosen one first, then each"
            + " other with the reason why it lost.",
        ""
      },
      footer = {
        "",
        "FILE holds what stands under 'policy:' in slipway.yaml, or Flux's ImagePolicy:",
        "  semver: '>=1.0.0'",
        "  filter: {pattern: '^v(?<v>.*)$', extract: $v}",
        "",
        "Example: skopeo list-tags docker://ghcr.io/acme/web | jq -r '.Tags[]' |",
        "           slipway policy select --policy policy.yaml",
        "Exit code: 0 a tag was chosen, 1 none fits, 2 wrong usage."
      })
  int select(
      @Option(
              names = "--policy",
              paramLabel = "FILE",
              required = true,
              description = "The policy, as YAML.")
          Path file)
      throws IOException {
    TagChooser chooser = chooser(file);
    PrintWriter output = spec().commandLine().getOut();
    List<Candidate> candidates = new ArrayList<>();
    List<String> odd = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(tags, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String tag = line.strip();
        if (Tag.isValid(tag)) {
          candidates.add(Candidate.of(Tag.parse(tag)));
        } else if (!tag.isEmpty()) {
          odd.add(tag);
        }
      }
    }
    TagSelection selection = chooser.select(candidates);
    output.println(selection.chosen().map(Tag::toString).orElse("(none fits)"));
    selection.losses().forEach(loss -> output.println("  " + loss.tag() + ": " + loss.reason()));
    odd.forEach(tag -> output.println("  " + tag + ": no registry could hold such a tag"));
    output.flush();
    return selection.chosen().isPresent() ? 0 : 1;
  }

  private TagChooser chooser(Path file) throws IOException {
    if (!Files.exists(file) || Files.isDirectory(file)) { // a pipe of the shell's will do
      throw new ParameterException(spec().commandLine(), "there is no file " + file);
    }
    return switch (PolicyFile.read(Files.readString(file))) {
      case PolicyFile.Outcome.Accepted(TagPolicy policy, @Nullable TagFilter filter) ->
          TagChooser.of(policy, filter);
      case PolicyFile.Outcome.Rejected(var problems) ->
          throw new ParameterException(
              spec().commandLine(),
              file + ": " + String.join("\n", problems.stream().map(Object::toString).toList()));
    };
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it before anything runs");
    }
    return spec;
  }
}
