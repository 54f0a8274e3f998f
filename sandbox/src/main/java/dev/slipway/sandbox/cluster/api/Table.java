package dev.slipway.sandbox.cluster.api;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import java.time.Clock;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects as the columns that {@code kubectl get} prints. */
final class Table {
  private Table() {}

  static ObjectNode of(
      ResourceKind kind, List<KubeObject> objects, ApiRequest request, Clock clock) {
    List<Column> columns = Columns.of(kind);
    ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.putObject("metadata");
    ArrayNode definitions = table.putArray("columnDefinitions");
    columns.forEach(c -> definitions.add(c.definition()));
    ArrayNode rows = table.putArray("rows");
    for (KubeObject object : objects) {
      ObjectNode row = rows.addObject();
      ArrayNode cells = row.putArray("cells");
      columns.forEach(c -> cells.add(c.cell(object, clock)));
      row.set("object", attached(object, request, clock));
    }
    return table;
  }

  private static JsonNode attached(KubeObject object, ApiRequest request, Clock clock) {
    return switch (request.query("includeObject")) {
      case "Object" -> object.tree();
      case "None" -> NullNode.getInstance();
      default -> Presentation.METADATA.one(object, request, clock);
    };
  }
}
