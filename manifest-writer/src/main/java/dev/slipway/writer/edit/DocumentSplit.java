package dev.slipway.writer.edit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a file where its documents begin. Nothing of YAML reaches over a line that begins with
 * {@code ---} (YAML 1.2.2, 9.1.2), but directives: a file with any of these stays whole.
 */
final class DocumentSplit {

  /**
   * A part of a file.
   *
   * @param linesBefore how many lines of the file stand before it
   */
  record Piece(int start, int end, int linesBefore) {
    byte[] of(byte[] content) {
      return Arrays.copyOfRange(content, start, end);
    }

    Refusal inFile(Refusal refusal) {
      return refusal.line() == 0
          ? refusal
          : new Refusal(refusal.reason(), refusal.line() + linesBefore, refusal.message());
    }

    Change inFile(Change change) {
      return new Change(
          change.target(),
          change.part(),
          change.line() + linesBefore,
          change.before(),
          change.after());
    }

    FoundValue inFile(FoundValue found) {
      return new FoundValue(
          found.target(),
          found.part(),
          found.line() + linesBefore,
          found.value(),
          found.entry() == 0 ? 0 : found.entry() + start,
          found.rule());
    }
  }

  private DocumentSplit() {}

  static List<Piece> of(byte[] content) {
    List<Piece> pieces = new ArrayList<>();
    int start = 0;
    int linesBefore = 0;
    int lines = 0;
    for (int at = 0; at < content.length; at++) {
      boolean lineStarts = at == 0 || isBreak(content, at - 1);
      if (lineStarts && content[at] == '%') {
        return List.of(new Piece(0, content.length, 0));
      }
      if (lineStarts && at > 0 && isDocumentStart(content, at)) {
        pieces.add(new Piece(start, at, linesBefore));
        start = at;
        linesBefore = lines;
      }
      if (isBreak(content, at)) {
        lines++;
      }
    }
    pieces.add(new Piece(start, content.length, linesBefore));
    return pieces;
  }

  /** The end of a line: a line feed, or a carriage return that none follows. */
  private static boolean isBreak(byte[] content, int at) {
    return content[at] == '\n'
        || (content[at] == '\r' && (at + 1 == content.length || content[at + 1] != '\n'));
  }

  private static boolean isDocumentStart(byte[] content, int at) {
    return at + 3 <= content.length
        && content[at] == '-'
        && content[at + 1] == '-'
        && content[at + 2] == '-'
        && (at + 3 == content.length || " \t\r\n".indexOf(content[at + 3]) >= 0);
  }
}
