package dev.slipway.writer.edit;

import dev.slipway.writer.edit.MarkerSite.Unusable;
import dev.slipway.writer.edit.MarkerSite.Usable;
import dev.slipway.writer.edit.YamlNode.Alias;
import dev.slipway.writer.edit.YamlNode.Leaf;
import dev.slipway.writer.edit.YamlNode.Mapping;
import dev.slipway.writer.edit.YamlNode.Scalar;
import dev.slipway.writer.edit.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the markers of a text and the value that each stands behind: the last one on its line. */
final class MarkerFinder {
  private final YamlText yaml;
  private final String text;

  private MarkerFinder(YamlText yaml) {
    this.yaml = yaml;
    this.text = yaml.text();
  }

  static List<MarkerSite> find(YamlText yaml) {
    return new MarkerFinder(yaml).find();
  }

  private List<MarkerSite> find() {
    List<MarkerSite> sites = new ArrayList<>();
    int at = text.indexOf(MarkerComment.TOKEN);
    while (at >= 0) {
      at(at).ifPresent(sites::add);
      at = text.indexOf(MarkerComment.TOKEN, yaml.lineEnd(at));
    }
    return sites;
  }

  private Optional<MarkerSite> at(int token) {
    Optional<Scalar> inside = yaml.scalarAt(token);
    int lineStart = yaml.lineStart(token);
    if (inside.isPresent()) {
      return inside.filter(Scalar::isBlock).flatMap(block -> inBlock(block, lineStart, token));
    }
    int comment = commentStart(lineStart, token, false);
    if (comment < 0) {
      return Optional.empty();
    }
    return switch (MarkerComment.read(text.substring(comment, yaml.lineEnd(token)))) {
      case MarkerComment.Prose _ -> Optional.empty();
      case MarkerComment.Malformed(String problem) ->
          Optional.of(refused(Optional.empty(), RefusalReason.MALFORMED_MARKER, token, problem));
      case MarkerComment.Valid(Marker marker) -> Optional.of(site(marker, lineStart, comment));
    };
  }

  /** Where the line's comment begins; -1 if the token stands before it. */
  private int commentStart(int lineStart, int token, boolean inBlock) {
    for (int at = text.indexOf('#', lineStart);
        at >= 0 && at < token;
        at = text.indexOf('#', at + 1)) {
      boolean spaced = at == lineStart || mayPrecedeComment(text.charAt(at - 1));
      if (spaced && (inBlock || yaml.scalarAt(at).isEmpty())) {
        return at;
      }
    }
    return -1;
  }

  /** A blank, or what ends a quoted value or a collection: some people leave the blank out. */
  private static boolean mayPrecedeComment(char character) {
    return " \t\"'[]{},".indexOf(character) >= 0;
  }

  private Optional<MarkerSite> inBlock(Scalar block, int lineStart, int token) {
    int comment = commentStart(Math.max(lineStart, block.start()), token, true);
    if (comment < 0
        || !(MarkerComment.read(text.substring(comment, yaml.lineEnd(token)))
            instanceof MarkerComment.Valid(Marker marker))) {
      return Optional.empty();
    }
    boolean behindIndicator = block.start() >= lineStart;
    return Optional.of(
        refused(
            Optional.of(marker),
            RefusalReason.BLOCK_SCALAR,
            token,
            behindIndicator
                ? "the marker stands behind a block scalar (| or >), which is never edited; write"
                    + " the value on one line"
                : "the marker stands inside a block scalar (| or >), where it is text and no"
                    + " comment; move the value out of it"));
  }

  private MarkerSite site(Marker marker, int lineStart, int comment) {
    if (text.substring(lineStart, comment).isBlank()) {
      return refused(
          Optional.of(marker),
          RefusalReason.MARKER_WITHOUT_VALUE,
          comment,
          "the marker "
              + marker
              + " stands on a line of its own; put it behind the value it marks");
    }
    int index = yaml.lastLeafBefore(comment);
    Leaf leaf = index < 0 ? null : yaml.leaves().get(index);
    if (leaf == null || Math.max(leaf.end(), leaf.start()) < lineStart) {
      return withoutValue(marker, comment);
    }
    String gap = text.substring(leaf.end(), comment);
    if (gap.contains("}") || gap.contains("]")) {
      return behindCollection(marker, index, lineStart, comment);
    }
    return leaf.isKey() ? behindKey(marker, leaf, comment) : on(marker, leaf, comment);
  }

  private MarkerSite on(Marker marker, Leaf leaf, int comment) {
    return switch (leaf.node()) {
      case Scalar scalar when !scalar.isBlock() -> new Usable(marker, scalar, leaf);
      case Scalar _, Mapping _, Sequence _ -> withoutValue(marker, comment);
      case Alias(String anchor, int _, int _) ->
          refused(
              Optional.of(marker),
              RefusalReason.ALIAS,
              comment,
              "the value is the alias *"
                  + anchor
                  + "; put the marker "
                  + marker
                  + " where &"
                  + anchor
                  + " is defined");
    };
  }

  /** {@code image: # marker}: the value is empty, or stands on the lines below. */
  private MarkerSite behindKey(Marker marker, Leaf key, int comment) {
    return key.parent()
        .flatMap(mapping -> mapping.valueOf(key.node()))
        .flatMap(yaml::leafOf)
        .map(value -> on(marker, value, comment))
        .orElseGet(() -> withoutValue(marker, comment));
  }

  /** <code>{repository: a, tag: b} # marker</code>: the one value whose key fits the marker. */
  private MarkerSite behindCollection(Marker marker, int last, int lineStart, int comment) {
    List<Leaf> values = new ArrayList<>();
    for (int i = last; i >= 0 && yaml.leaves().get(i).start() >= lineStart; i--) {
      Leaf leaf = yaml.leaves().get(i);
      if (!leaf.isKey() && leaf.node() instanceof Scalar scalar && scalar.inFlow()) {
        values.add(leaf);
      }
    }
    if (values.size() > 1) {
      values.removeIf(leaf -> !FieldRole.of(leaf.key()).holds(marker.part()));
      if (values.size() != 1) {
        return refused(
            Optional.of(marker),
            RefusalReason.AMBIGUOUS_MARKER,
            comment,
            "several values stand before the marker "
                + marker
                + " and their keys do not say which is meant; write that value on a line of its"
                + " own");
      }
    }
    return values.isEmpty()
        ? withoutValue(marker, comment)
        : on(marker, values.getFirst(), comment);
  }

  private MarkerSite withoutValue(Marker marker, int comment) {
    return refused(
        Optional.of(marker),
        RefusalReason.MARKER_WITHOUT_VALUE,
        comment,
        "no value stands before the marker " + marker + "; put it behind the value it marks");
  }

  private MarkerSite refused(
      Optional<Marker> marker, RefusalReason reason, int offset, String message) {
    String line = text.substring(yaml.lineStart(offset), yaml.lineEnd(offset));
    return new Unusable(marker, new Refusal(reason, yaml.lineOf(offset), message), line);
  }
}
