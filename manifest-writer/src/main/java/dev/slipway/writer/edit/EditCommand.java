package dev.slipway.writer.edit;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.slipway.events.value.ImageReference;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The writer's editor for people: try it on files before trusting it with a repository. */
@Command(
    name = "slipway edit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows what Slipway's writer would change in manifests: only the characters of the values"
          + " that are meant, and no other byte.",
      "Nothing is written without --write.",
      "",
      "Which values: those with a marker of POLICY, as in",
      "  image: ghcr.io/acme/web:1.4.2 # {\"$imagepolicy\": \"flux-system:web\"}",
      "  tag: 1.4.2 # {\"$imagepolicy\": \"flux-system:web:tag\"}",
      "and, in a file without one, those that name IMAGE's repository with a version: an image"
          + " string under any key, Kustomize's images, repository and tag side by side in Helm"
          + " values.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  slipway edit apps/web.yaml --set flux-system:web=ghcr.io/acme/web:1.4.2",
      "  slipway edit apps --set web=ghcr.io/acme/web:1.4.2 --write",
      "  slipway edit apps --set web=ghcr.io/acme/web:1.4.2 --only-marked",
      "  slipway edit --batch edits.jsonl --blobs blobs --out edited",
      "",
      "A digest moves where the file holds one: --set web=ghcr.io/acme/web:1.4.2@sha256:...",
      "Files of SOPS, templates, files with conflict markers and links are left alone.",
      "Exit code: 0 done, 1 something was refused (it says what), 2 wrong usage."
    })
public final class EditCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Manifests, or folders that hold them.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "POLICY=IMAGE[:TAG[@DIGEST]]",
      description = "The image that this policy's values name from now on. May be repeated.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--write", description = "Change the files.")
  private boolean write;

  @Option(
      names = "--only-marked",
      description = "Leave alone what names the image though nothing marks it.")
  private boolean onlyMarked;

  @Option(
      names = "--batch",
      paramLabel = "ROWS.jsonl",
      description = "Replay recorded edits: one JSON object per line with path, parent, updates.")
  private @Nullable Path batch;

  @Option(
      names = "--blobs",
      paramLabel = "DIR",
      description = "With --batch: holds the files' contents, each under the name in 'parent'.")
  private @Nullable Path blobs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "With --batch: where the file of line N is written, as N.")
  private @Nullable Path out;

  @Spec private @Nullable CommandSpec spec;

  private final ManifestEditor editor = new ManifestEditor();

  public static void main(String[] arguments) {
    CommandRun.exit(new EditCommand(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    Path rows = batch;
    if (rows != null) {
      if (blobs == null || out == null) {
        throw wrong("--batch needs --blobs DIR and --out DIR");
      }
      return new BatchEdit(blobs, out, System.out).run(rows) ? 0 : 1;
    }
    if (files.isEmpty() || settings.isEmpty()) {
      throw wrong("name at least one FILE and one --set POLICY=IMAGE, or --batch ROWS.jsonl");
    }
    List<Update> updates = settings.stream().flatMap(this::updates).toList();
    Done done = Done.NOTHING;
    for (Path file : manifests()) {
      Done here = edit(file, updates);
      done = here.compareTo(done) > 0 ? here : done;
    }
    if (done == Done.NOTHING) {
      PrintWriter output = spec().commandLine().getOut();
      output.println("nothing here names " + String.join(" or ", settings) + " by marker or image");
      output.flush();
    }
    return done == Done.REFUSED ? 1 : 0;
  }

  /** What became of a file; the later, the more it matters. */
  private enum Done {
    NOTHING,
    THERE_ALREADY,
    CHANGED,
    REFUSED
  }

  private Done edit(Path path, List<Update> updates) throws IOException {
    PrintWriter output = spec().commandLine().getOut();
    FileName name = name(path);
    if (Files.isSymbolicLink(path)) {
      output.println(
          "refused: %s: the file is a symbolic link to %s, and links are never followed: name the file itself"
              .formatted(name, Files.readSymbolicLink(path)));
      output.flush();
      return Done.REFUSED;
    }
    Optional<Refusal> tooLarge = ManifestEditor.tooLarge(Files.size(path));
    byte[] before = tooLarge.isPresent() ? new byte[0] : Files.readAllBytes(path);
    EditResult result =
        tooLarge
            .<EditResult>map(refusal -> new EditResult.Refused(List.of(refusal)))
            .orElseGet(() -> editor.edit(name, before, updates));
    if (result instanceof EditResult.Edited(byte[] content, List<Change> _, List<Refusal> _)) {
      output.print(LineDiff.of(name, text(before), text(content)));
      if (write) {
        Files.write(path, content);
      }
    }
    result.refusals().forEach(refusal -> output.println("refused: " + refusal.in(name)));
    output.flush();
    return !result.refusals().isEmpty()
        ? Done.REFUSED
        : switch (result) {
          case EditResult.Edited _ -> Done.CHANGED;
          case EditResult.Unchanged(int targets) ->
              targets == 0 ? Done.NOTHING : Done.THERE_ALREADY;
          case EditResult.Refused _ -> Done.REFUSED;
        };
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** The editor's names stay inside a repository; on the command line any path will do. */
  private static FileName name(Path path) {
    Path normal = path.normalize();
    return FileName.parse(
        normal.isAbsolute() || normal.startsWith("..")
            ? String.valueOf(normal.getFileName())
            : normal.toString());
  }

  private List<Path> manifests() throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path file : files) {
      if (!Files.exists(file)) {
        throw wrong("there is no file " + file);
      }
      if (!Files.isDirectory(file)) {
        found.add(file);
        continue;
      }
      try (Stream<Path> inside = Files.walk(file)) {
        inside
            .filter(path -> Files.isRegularFile(path, NOFOLLOW_LINKS) && name(path).isManifest())
            .sorted()
            .forEach(found::add);
      }
    }
    return found;
  }

  private Stream<Update> updates(String setting) {
    int equals = setting.indexOf('=');
    if (equals <= 0) {
      throw wrong("--set '" + setting + "' is not POLICY=IMAGE[:TAG[@DIGEST]]");
    }
    try {
      PolicyName policy = PolicyName.parse(setting.substring(0, equals));
      ImageReference image = ImageReference.parse(setting.substring(equals + 1));
      Update marked = Update.ofPolicy(policy, image);
      return onlyMarked ? Stream.of(marked) : Stream.of(marked, Update.ofRepository(policy, image));
    } catch (IllegalArgumentException e) {
      throw wrong("--set '" + setting + "': " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it before anything runs");
    }
    return spec;
  }
}
