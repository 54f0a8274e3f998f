package dev.slipway.applier.sops;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Plain scalars as SOPS reads them (go-yaml 3), for the values that it authenticates without
 * encrypting them: {@code yes} is a string there, and a date is a time.
 */
final class MacSchema extends CoreSchema {
  private static final Tag TIMESTAMP = new Tag("tag:yaml.org,2002:timestamp");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:Z|[-+]\\d{2}:\\d{2})");

  @Override
  public ScalarResolver getScalarResolver() {
    return new CoreScalarResolver(true) {
      @Override
      protected void addImplicitResolvers() {
        addImplicitResolver(TIMESTAMP, DATE, "0123456789");
        addImplicitResolver(TIMESTAMP, TIME, "0123456789");
        super.addImplicitResolvers();
      }
    };
  }

  @Override
  public Map<Tag, ConstructNode> getSchemaTagConstructors() {
    Map<Tag, ConstructNode> constructors = new HashMap<>(super.getSchemaTagConstructors());
    constructors.put(TIMESTAMP, MacSchema::time);
    return constructors;
  }

  private static String time(Node node) {
    String text = ((ScalarNode) node).getValue();
    return DATE.matcher(text).matches() ? text + "T00:00:00Z" : text.replace('t', 'T');
  }
}
