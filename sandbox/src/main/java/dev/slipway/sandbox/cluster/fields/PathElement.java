package dev.slipway.sandbox.cluster.fields;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.schema.Schema;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One step into an object, written as in {@code managedFields}. */
sealed interface PathElement {
  /** {@code f:name}: a field of an object. */
  record Field(String name) implements PathElement {
    @Override
    public String written() {
      return "f:" + name;
    }

    @Override
    public String shown() {
      return "." + name;
    }
  }

  /** {@code k:{...}}: the list item with these keys. */
  record Key(ObjectNode keys) implements PathElement {
    @Override
    public String written() {
      return "k:" + keys;
    }

    @Override
    public String shown() {
      StringBuilder shown = new StringBuilder();
      keys.properties()
          .forEach(
              e ->
                  shown
                      .append(shown.isEmpty() ? "" : ",")
                      .append(e.getKey())
                      .append('=')
                      .append(e.getValue()));
      return "[" + shown + "]";
    }
  }

  /** {@code v:value}: the member of a set. */
  record Member(JsonNode value) implements PathElement {
    @Override
    public String written() {
      return "v:" + value;
    }

    @Override
    public String shown() {
      return "[=" + value + "]";
    }
  }

  String written();

  /** As conflict messages show it. */
  String shown();

  static PathElement read(String written) {
    String rest = written.substring(2);
    return switch (written.charAt(0)) {
      case 'f' -> new Field(rest);
      case 'k' -> new Key((ObjectNode) Json.parse(rest));
      default -> new Member(Json.parse(rest));
    };
  }

  /** How an item of a merged list is told from the others; empty when a key is missing. */
  static Optional<PathElement> ofItem(JsonNode item, Schema list) {
    if (list.isSetList()) {
      return Optional.of(new Member(item));
    }
    ObjectNode keys = Json.object();
    for (String key : list.listKeys().stream().sorted().toList()) {
      JsonNode value = item.get(key);
      if (value == null) {
        value = list.items().fieldOrUnknown(key).defaultValue().orElse(null);
      }
      if (value != null) {
        keys.set(key, value);
      }
    }
    return keys.isEmpty() ? Optional.empty() : Optional.of(new Key(keys));
  }
}
