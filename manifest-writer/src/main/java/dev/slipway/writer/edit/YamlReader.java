package dev.slipway.writer.edit;

import dev.slipway.writer.edit.YamlNode.Alias;
import dev.slipway.writer.edit.YamlNode.Entry;
import dev.slipway.writer.edit.YamlNode.Leaf;
import dev.slipway.writer.edit.YamlNode.Mapping;
import dev.slipway.writer.edit.YamlNode.Scalar;
import dev.slipway.writer.edit.YamlNode.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Builds the nodes of one text from the parser's events, without recursion. */
final class YamlReader {
  private static final LoadSettings SHORT = settings(1024);
  private static final LoadSettings MEDIUM = settings(4 * 1024);
  private static final LoadSettings LONG = settings(16 * 1024);

  private final String text;
  private final int skipped;
  private final boolean hasSurrogates;
  private final List<YamlNode> documents = new ArrayList<>();
  private final List<Leaf> leaves = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private int knownCodePoint;
  private int knownOffset;
  private int flowDepth;
  private long shape;

  YamlReader(String text) {
    this.text = text;
    this.skipped = !text.isEmpty() && text.charAt(0) == YamlText.BYTE_ORDER_MARK ? 1 : 0;
    this.knownOffset = skipped;
    this.hasSurrogates = text.codePointCount(0, text.length()) != text.length();
  }

  /**
   * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException if the text is not YAML
   */
  YamlText read() {
    LoadSettings settings = settings(text);
    StreamReader reader = new StreamReader(settings, skipped == 0 ? text : text.substring(skipped));
    ParserImpl parser = new ParserImpl(settings, reader);
    while (parser.hasNext()) {
      accept(parser.next());
    }
    return new YamlText(text, documents, leaves, shape, YamlText.lineStarts(text));
  }

  /** The parser fills its whole buffer with zeros before it reads a character. */
  private static LoadSettings settings(String text) {
    if (text.length() < SHORT.getBufferSize()) {
      return SHORT;
    }
    return text.length() < MEDIUM.getBufferSize() ? MEDIUM : LONG;
  }

  private static LoadSettings settings(int bufferSize) {
    return LoadSettings.builder()
        .setUseMarks(true)
        .setParseComments(false)
        .setBufferSize(bufferSize)
        .setCodePointLimit(Integer.MAX_VALUE)
        .build();
  }

  private void accept(Event event) {
    shape = shape * 31 + event.getEventId().name().hashCode();
    switch (event.getEventId()) {
      case Scalar -> scalar((ScalarEvent) event);
      case Alias -> alias((AliasEvent) event);
      case MappingStart -> {
        MappingStartEvent start = (MappingStartEvent) event;
        mixInto(start, start.getTag());
        flowDepth += start.isFlow() ? 1 : 0;
        int offset = contentStart(start, offset(start.getEndMark()));
        open(Mapping.startingAt(offset, start.isFlow()), start.isFlow());
      }
      case SequenceStart -> {
        SequenceStartEvent start = (SequenceStartEvent) event;
        mixInto(start, start.getTag());
        flowDepth += start.isFlow() ? 1 : 0;
        int offset = contentStart(start, offset(start.getEndMark()));
        open(Sequence.startingAt(offset, start.isFlow()), start.isFlow());
      }
      case MappingEnd, SequenceEnd -> flowDepth -= open.pop().flow ? 1 : 0;
      case DocumentStart -> shape = shape * 31 + explicit((DocumentStartEvent) event);
      case DocumentEnd, StreamStart, StreamEnd, Comment -> {}
    }
  }

  private static int explicit(DocumentStartEvent event) {
    return event.isExplicit() ? 1 : 0;
  }

  private void mixInto(NodeEvent event, Optional<String> tag) {
    shape = shape * 31 + tag.hashCode();
    shape = shape * 31 + event.getAnchor().map(Object::toString).hashCode();
  }

  private void scalar(ScalarEvent event) {
    mixInto(event, event.getTag());
    int end = offset(event.getEndMark());
    int start = contentStart(event, end);
    leaf(
        new Scalar(
            event.getValue(),
            start,
            end,
            event.getScalarStyle(),
            event.getTag().isPresent(),
            flowDepth > 0));
  }

  private void alias(AliasEvent event) {
    shape = shape * 31 + event.getAlias().getValue().hashCode();
    leaf(
        new Alias(
            event.getAlias().getValue(), offset(event.getStartMark()), offset(event.getEndMark())));
  }

  private void leaf(YamlNode node) {
    Open parent = open.peek();
    boolean isKey = parent != null && parent.expectsKey();
    String key = parent == null || isKey ? "" : parent.keyText();
    leaves.add(new Leaf(node, isKey, key, Optional.ofNullable(parent).flatMap(Open::asMapping)));
    place(node);
  }

  private void open(YamlNode node, boolean flow) {
    place(node);
    open.push(new Open(node, flow));
  }

  private void place(YamlNode node) {
    Open parent = open.peek();
    if (parent == null) {
      documents.add(node);
    } else {
      parent.add(node);
    }
  }

  /** A node's first mark stands before its anchor and tag: its value begins after them. */
  private int contentStart(NodeEvent event, int end) {
    int at = offset(event.getStartMark());
    while (at < end && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
      at = endOfWord(at, end);
      at = afterBlanksAndComments(at, end);
    }
    return at;
  }

  private int endOfWord(int from, int end) {
    boolean verbatim = text.startsWith("!<", from);
    int at = from;
    while (at < end && !isBlank(text.charAt(at)) && !endsProperty(at, verbatim)) {
      at++;
    }
    return at;
  }

  private boolean endsProperty(int at, boolean verbatim) {
    return flowDepth > 0 && !verbatim && ",[]{}".indexOf(text.charAt(at)) >= 0;
  }

  private int afterBlanksAndComments(int from, int end) {
    int at = from;
    while (at < end) {
      char character = text.charAt(at);
      if (character == '#') {
        while (at < end && !isBreak(text.charAt(at))) {
          at++;
        }
      } else if (!isBlank(character)) {
        return at;
      } else {
        at++;
      }
    }
    return at;
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t' || isBreak(character);
  }

  private static boolean isBreak(char character) {
    return character == '\n' || character == '\r';
  }

  /** Marks count code points; each is near the one before. */
  private int offset(Optional<Mark> mark) {
    int codePoint = mark.orElseThrow().getIndex();
    if (!hasSurrogates) {
      return codePoint + skipped;
    }
    knownOffset = text.offsetByCodePoints(knownOffset, codePoint - knownCodePoint);
    knownCodePoint = codePoint;
    return knownOffset;
  }

  /** A collection whose end has not come yet. */
  private static final class Open {
    private final YamlNode node;
    private final boolean flow;
    private @Nullable YamlNode key;

    Open(YamlNode node, boolean flow) {
      this.node = node;
      this.flow = flow;
    }

    boolean expectsKey() {
      return node instanceof Mapping && key == null;
    }

    String keyText() {
      return key instanceof Scalar scalar ? scalar.value() : "";
    }

    Optional<Mapping> asMapping() {
      return node instanceof Mapping mapping ? Optional.of(mapping) : Optional.empty();
    }

    void add(YamlNode child) {
      switch (node) {
        case Sequence sequence -> sequence.items().add(child);
        case Mapping mapping -> {
          YamlNode waiting = key;
          if (waiting == null) {
            key = child;
          } else {
            mapping.entries().add(new Entry(waiting, child));
            key = null;
          }
        }
        case Scalar scalar -> throw new IllegalStateException("holds nothing: " + scalar);
        case Alias alias -> throw new IllegalStateException("holds nothing: " + alias);
      }
    }
  }
}
