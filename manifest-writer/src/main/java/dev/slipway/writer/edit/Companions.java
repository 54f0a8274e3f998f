package dev.slipway.writer.edit;

import dev.slipway.events.value.Digest;
import dev.slipway.writer.edit.YamlNode.Leaf;
import dev.slipway.writer.edit.YamlNode.Mapping;
import dev.slipway.writer.edit.YamlNode.Scalar;
import dev.slipway.writer.edit.YamlNode.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Values that say the same version as a tag, elsewhere in its document. */
final class Companions {
  private static final Pattern REF = Pattern.compile("(?<=[?&]ref=)[^&]+");

  private Companions() {}

  /** A remote base of a Kustomization: {@code https://host/repository//path?ref=v1.4.2}. */
  record Base(Leaf leaf, String value) {
    String withRef(String ref) {
      return REF.matcher(value).replaceFirst(Matcher.quoteReplacement(ref));
    }

    private boolean hasRef(String ref) {
      Matcher found = REF.matcher(value);
      return found.find() && found.group().equals(ref);
    }
  }

  /** {@code digest:} in the same mapping. */
  static Optional<Leaf> digestBeside(YamlText yaml, Leaf tag) {
    return tag.parent()
        .flatMap(mapping -> mapping.get("digest"))
        .filter(node -> node instanceof Scalar scalar && isDigest(scalar))
        .flatMap(yaml::leafOf);
  }

  private static boolean isDigest(Scalar scalar) {
    return !scalar.isBlock() && Digest.isValid(scalar.value());
  }

  /** The remote bases at this tag, where it stands in {@code images:} of a Kustomization. */
  static List<Base> basesOf(YamlText yaml, Leaf tag) {
    if (!tag.key().equals("newTag") || !(tag.node() instanceof Scalar old)) {
      return List.of();
    }
    return yaml.documents().stream()
        .flatMap(document -> document instanceof Mapping root ? Stream.of(root) : Stream.empty())
        .filter(root -> items(root, "images").anyMatch(image -> isParent(image, tag)))
        .flatMap(
            root -> Stream.of("resources", "bases", "components").flatMap(key -> items(root, key)))
        .flatMap(item -> yaml.leafOf(item).stream())
        .flatMap(Companions::base)
        .filter(base -> base.hasRef(old.value()))
        .toList();
  }

  private static Stream<Base> base(Leaf leaf) {
    return leaf.node() instanceof Scalar scalar && !scalar.isBlock()
        ? Stream.of(new Base(leaf, scalar.value()))
        : Stream.empty();
  }

  private static Stream<YamlNode> items(Mapping root, String key) {
    return root.get(key).orElse(null) instanceof Sequence sequence
        ? sequence.items().stream()
        : Stream.empty();
  }

  @SuppressWarnings("ReferenceEquality") // equal entries may stand in several documents
  private static boolean isParent(YamlNode image, Leaf tag) {
    return tag.parent().filter(parent -> parent == image).isPresent();
  }
}
