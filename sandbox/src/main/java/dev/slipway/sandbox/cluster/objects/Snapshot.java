package dev.slipway.sandbox.cluster.objects;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A store's objects in one file, which is always whole. */
public final class Snapshot {
  private static final String FILE = "objects.json";
  private static final String DEFINITIONS = "CustomResourceDefinition";

  private final Path file;
  private long written = -1;

  /**
   * Keeps the file in a directory.
   *
   * @throws IOException when the directory can't be made
   */
  public Snapshot(Path directory) throws IOException {
    Files.createDirectories(directory);
    this.file = directory.resolve(FILE);
  }

  /** Learns the kinds of the custom objects that follow. */
  @FunctionalInterface
  public interface DefinitionReader {
    void read(KubeObject definition);
  }

  /**
   * Fills the store with what was kept, if anything was.
   *
   * @throws IOException when the file is there and can't be read
   */
  public void restore(ObjectStore store, ResourceKinds kinds, DefinitionReader definitions)
      throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try {
      JsonNode content = Json.parse(Files.readAllBytes(file));
      List<KubeObject> objects = new ArrayList<>();
      for (JsonNode tree : Json.at(content, "objects")) {
        kinds
            .kind(Json.text(tree, "apiVersion"), Json.text(tree, "kind"))
            .ifPresent(kind -> objects.add(new KubeObject(kind, (ObjectNode) tree)));
        if (Json.text(tree, "kind").equals(DEFINITIONS)) {
          definitions.read(objects.getLast());
        }
      }
      store.restore(Json.at(content, "resourceVersion").asLong(), objects);
    } catch (JacksonException e) {
      throw new IOException("the simulated cluster's objects in " + file + " can't be read", e);
    }
  }

  /** Writes the store's objects, unless they are written. */
  public synchronized void write(ObjectStore store) throws IOException {
    ObjectStore.Content content = store.content();
    if (content.resourceVersion() == written) {
      return;
    }
    ObjectNode root = Json.object().put("resourceVersion", content.resourceVersion());
    ArrayNode objects = root.putArray("objects");
    content.objects().stream()
        .filter(o -> o.kind().kind().equals(DEFINITIONS))
        .forEach(o -> objects.add(o.tree()));
    content.objects().stream()
        .filter(o -> !o.kind().kind().equals(DEFINITIONS))
        .forEach(o -> objects.add(o.tree()));
    Path next = file.resolveSibling(FILE + ".next");
    Files.write(next, Json.write(root));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    written = content.resourceVersion();
  }
}
