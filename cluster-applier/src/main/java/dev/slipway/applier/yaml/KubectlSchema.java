package dev.slipway.applier.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Plain scalars as kubectl reads them (sigs.k8s.io/yaml, YAML 1.1): {@code 0644} is octal, {@code
 * yes} is true. Read otherwise, {@code defaultMode: 0644} would become another mode.
 */
public final class KubectlSchema extends CoreSchema {
  private static final Pattern PLAIN_BOOL =
      Pattern.compile(
          "y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF");
  private static final Pattern PLAIN_INT =
      Pattern.compile("[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[1-9][0-9_]*|0)");
  private static final Pattern PLAIN_FLOAT =
      Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
  private static final Pattern PLAIN_NULL = Pattern.compile("~|null|Null|NULL|");
  private static final Pattern PLAIN_MERGE = Pattern.compile("<<");
  private static final Set<Character> TRUE_INITIALS = Set.of('y', 'Y', 't', 'T');
  private static final BigDecimal MOST_EXACT = new BigDecimal("1e15");

  @Override
  public ScalarResolver getScalarResolver() {
    return new Resolver();
  }

  @Override
  public Map<Tag, ConstructNode> getSchemaTagConstructors() {
    Map<Tag, ConstructNode> constructors = new HashMap<>(super.getSchemaTagConstructors());
    constructors.put(Tag.BOOL, node -> truth(text(node)));
    constructors.put(Tag.INT, node -> integer(text(node)));
    constructors.put(Tag.FLOAT, node -> decimal(text(node)));
    return constructors;
  }

  private static final class Resolver extends CoreScalarResolver {
    private Resolver() {
      super(true);
    }

    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.NULL, EMPTY, null);
      addImplicitResolver(Tag.BOOL, PLAIN_BOOL, "yYnNtTfFoO");
      addImplicitResolver(Tag.INT, PLAIN_INT, "-+0123456789");
      addImplicitResolver(Tag.FLOAT, PLAIN_FLOAT, "-+0123456789.");
      addImplicitResolver(Tag.NULL, PLAIN_NULL, "~nN\0");
      addImplicitResolver(Tag.MERGE, PLAIN_MERGE, "<");
    }
  }

  private static String text(Node node) {
    return ((ScalarNode) node).getValue();
  }

  private static boolean truth(String text) {
    return TRUE_INITIALS.contains(text.charAt(0)) || text.equalsIgnoreCase("on");
  }

  private static Number integer(String text) {
    String digits = text.replace("_", "");
    boolean negative = digits.startsWith("-");
    if (negative || digits.startsWith("+")) {
      digits = digits.substring(1);
    }
    BigInteger value = magnitude(digits);
    BigInteger signed = negative ? value.negate() : value;
    if (signed.bitLength() < Long.SIZE) {
      return signed.longValue();
    }
    return signed;
  }

  private static BigInteger magnitude(String digits) {
    if (digits.startsWith("0x")) {
      return new BigInteger(digits.substring(2), 16);
    }
    if (digits.startsWith("0b")) {
      return new BigInteger(digits.substring(2), 2);
    }
    if (digits.startsWith("0o")) {
      return new BigInteger(digits.substring(2), 8);
    }
    return new BigInteger(digits, digits.length() > 1 && digits.startsWith("0") ? 8 : 10);
  }

  /** A whole number stays one: the API server wants {@code 8}, not {@code 8.0}. */
  private static Number decimal(String text) {
    BigDecimal value = new BigDecimal(text);
    boolean whole =
        value.abs().compareTo(MOST_EXACT) < 0 && value.stripTrailingZeros().scale() <= 0;
    if (whole) {
      return value.longValueExact();
    }
    return value.doubleValue();
  }
}
