package dev.slipway.applier.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.applier.Declared;
import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.FakeCluster;
import dev.slipway.applier.FakeFolder;
import dev.slipway.applier.Folder;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.SourceRepository;
import dev.slipway.applier.tool.Tool;
import dev.slipway.applier.tool.ToolLimits;
import dev.slipway.events.Environment;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.RolloutFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** An environment's files in memory, and what they are rendered to. */
public final class Rendering {
  public static final ToolLimits LIMITS =
      new ToolLimits(Duration.ofSeconds(60), 512L << 20, 8 << 20);

  /** Other repositories, by address and ref. */
  static final Map<String, Map<String, String>> OTHER_FILES = new ConcurrentHashMap<>();

  private static final SourceRepository OTHERS =
      new SourceRepository() {
        @Override
        public Folder folder(
            GitRepository repository, GitBranch branch, GitRevision commit, String path) {
          throw new AssertionError("the environment's own folder is given");
        }

        @Override
        public Folder newest(GitRepository repository, String ref) {
          return new FakeFolder(OTHER_FILES.getOrDefault(repository + " " + ref, Map.of()), "");
        }
      };

  final TreeMap<String, String> files = new TreeMap<>();
  final List<String> read = new ArrayList<>();
  final FakeCluster cluster = new FakeCluster();
  private final FolderRenderer renderer;
  private String name = "dev";
  private @Nullable String elsewhere;

  Rendering() {
    this(renderer(List.of()));
  }

  Rendering(FolderRenderer renderer) {
    this.renderer = renderer;
  }

  public static FolderRenderer renderer(List<DecryptionRule> decryption) {
    return renderer("kustomize", "helm", LIMITS, decryption);
  }

  static FolderRenderer renderer(
      String kustomize, String helm, ToolLimits limits, List<DecryptionRule> decryption) {
    return new FolderRenderer(
        new FolderRenderer.Tools(Tool.kustomize(kustomize), Tool.helm(helm), limits),
        OTHERS,
        decryption);
  }

  Rendering write(String path, String content) {
    files.put(path, content);
    return this;
  }

  String content(String path) {
    return files.getOrDefault(path, "");
  }

  void named(String environment) {
    name = environment;
  }

  List<DesiredObject> render(String path) throws InterruptedException {
    FakeFolder folder = new FakeFolder(files, path);
    try {
      Declared declared = renderer.render(folder, environment(name, path), cluster);
      elsewhere = declared.elsewhere();
      return declared.objects();
    } finally {
      read.addAll(folder.reads());
    }
  }

  /** The digest that the last rendering gave of what is not in the commit. */
  @Nullable String elsewhere() {
    return elsewhere;
  }

  List<String> names(String path) throws InterruptedException {
    return render(path).stream().map(o -> o.object().name()).toList();
  }

  void refused(String path, RolloutFailure reason, String... words) {
    assertThatThrownBy(() -> render(path))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .message()
        .contains(words);
  }

  static Environment environment(String name, String path) {
    return new Environment(
        EnvironmentName.parse(name),
        GitRepository.parse("https://git.example/acme/deploy"),
        GitBranch.parse("main"),
        path,
        true,
        "main",
        "acme",
        List.of(),
        null,
        null,
        true,
        null);
  }

  static String map(String name) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n";
  }
}
