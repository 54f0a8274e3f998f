package dev.slipway.writer.flux;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A Kustomize patch. For kinds that Kustomize has no schema of, as Flux's, a strategic merge is a
 * JSON merge patch (RFC 7386); the other form is JSON Patch (RFC 6902).
 */
sealed interface Patch {

  /** Changes the object in place; gives what is left of it. */
  @Nullable ManifestObject apply(ManifestObject object);

  /** What cannot be done, and the place to name. */
  final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Node where;

    Failure(Node where, String message) {
      super(message);
      this.where = where;
    }

    Node where() {
      return where;
    }
  }

  /** Every patch that a document holds: a list of operations, or an object to be merged. */
  static Patch of(Node document) {
    return switch (document) {
      case SequenceNode operations -> new Operations(operations);
      case MappingNode merged -> new Merge(merged);
      default -> throw new Failure(document, "is no patch: expected an object or a list");
    };
  }

  /** A strategic merge. */
  record Merge(MappingNode patch) implements Patch {
    @Override
    public @Nullable ManifestObject apply(ManifestObject object) {
      Node directive = YamlTree.get(patch, "$patch");
      if (directive instanceof ScalarNode scalar && scalar.getValue().equals("delete")) {
        return null;
      }
      if (directive != null) {
        throw new Failure(directive, "'$patch' can only be 'delete' here");
      }
      MappingNode fields = (MappingNode) YamlTree.copy(patch);
      YamlTree.remove(fields, "apiVersion");
      YamlTree.remove(fields, "kind");
      if (YamlTree.get(fields, "metadata") instanceof MappingNode metadata) {
        // With a target, the patch's own name only fills a place.
        YamlTree.remove(metadata, "name");
        YamlTree.remove(metadata, "namespace");
      }
      merge(object.root(), fields);
      return object;
    }

    private static void merge(MappingNode into, MappingNode patch) {
      for (NodeTuple field : patch.getValue()) {
        if (!(field.getKeyNode() instanceof ScalarNode key)) {
          continue;
        }
        Node value = field.getValueNode();
        if (YamlTree.isNull(value)) {
          YamlTree.remove(into, key.getValue());
        } else if (value instanceof MappingNode deeper
            && YamlTree.get(into, key.getValue()) instanceof MappingNode old) {
          merge(old, deeper);
        } else {
          YamlTree.put(into, key.getValue(), value);
        }
      }
    }
  }

  /** JSON Patch. */
  record Operations(SequenceNode list) implements Patch {
    @Override
    public ManifestObject apply(ManifestObject object) {
      for (Node operation : list.getValue()) {
        String kind = required(operation, "op");
        List<String> path = path(operation, "path");
        switch (kind) {
          case "add" -> add(operation, object, path, value(operation));
          case "replace" -> {
            get(operation, object, path);
            if (container(operation, object, path) instanceof SequenceNode) {
              remove(operation, object, path);
            }
            add(operation, object, path, value(operation));
          }
          case "remove" -> remove(operation, object, path);
          case "copy" ->
              add(operation, object, path, copied(operation, object, path(operation, "from")));
          case "move" -> {
            List<String> from = path(operation, "from");
            Node moved = copied(operation, object, from);
            remove(operation, object, from);
            add(operation, object, path, moved);
          }
          default -> throw new Failure(operation, "the operation '" + kind + "' is not known here");
        }
      }
      return object;
    }

    private static void add(Node operation, ManifestObject object, List<String> path, Node value) {
      String last = path.getLast();
      switch (container(operation, object, path)) {
        case MappingNode mapping -> YamlTree.put(mapping, last, value);
        case SequenceNode sequence -> {
          int size = sequence.getValue().size();
          sequence.getValue().add(last.equals("-") ? size : index(operation, last, size), value);
        }
        default -> throw missing(operation, path);
      }
    }

    private static void remove(Node operation, ManifestObject object, List<String> path) {
      switch (container(operation, object, path)) {
        case MappingNode mapping -> {
          if (!YamlTree.remove(mapping, path.getLast())) {
            throw missing(operation, path);
          }
        }
        case SequenceNode sequence -> {
          int index = index(operation, path.getLast(), sequence.getValue().size() - 1);
          sequence.getValue().remove(index);
        }
        default -> throw missing(operation, path);
      }
    }

    private static Node container(Node operation, ManifestObject object, List<String> path) {
      return get(operation, object, path.subList(0, path.size() - 1));
    }

    private static Node copied(Node operation, ManifestObject object, List<String> path) {
      return YamlTree.copy(get(operation, object, path));
    }

    private static Node get(Node operation, ManifestObject object, List<String> path) {
      Node node = object.root();
      for (String step : path) {
        Node next =
            node instanceof SequenceNode sequence
                ? sequence.getValue().get(index(operation, step, sequence.getValue().size() - 1))
                : YamlTree.get(node, step);
        if (next == null) {
          throw missing(operation, path);
        }
        node = next;
      }
      return node;
    }

    private static int index(Node operation, String text, int most) {
      if (!text.matches("\\d{1,6}") || Integer.parseInt(text) > most) {
        throw new Failure(operation, "there is no item '" + text + "'");
      }
      return Integer.parseInt(text);
    }

    private static Failure missing(Node operation, List<String> path) {
      return new Failure(
          operation, "the object has no /" + String.join("/", path) + " that could be changed");
    }

    private static Node value(Node operation) {
      Node value = YamlTree.get(operation, "value");
      if (value == null) {
        throw new Failure(operation, "the operation lacks 'value'");
      }
      return YamlTree.copy(value);
    }

    private static List<String> path(Node operation, String field) {
      String text = required(operation, field);
      if (!text.startsWith("/") || text.length() == 1) {
        throw new Failure(operation, "'" + field + "' must begin with / and name a field");
      }
      List<String> steps = new ArrayList<>();
      for (String step : text.substring(1).split("/", -1)) {
        steps.add(step.replace("~1", "/").replace("~0", "~"));
      }
      return steps;
    }

    private static String required(Node operation, String field) {
      return YamlTree.text(operation, field)
          .orElseThrow(() -> new Failure(operation, "the operation lacks '" + field + "'"));
    }
  }
}
