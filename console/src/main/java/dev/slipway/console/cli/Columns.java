package dev.slipway.console.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows whose columns stand below each other. Whatever a server sends cannot steer the terminal. */
final class Columns {
  private record Cell(String text, Colour colour) {}

  private static final String GAP = "  ";

  private final List<List<Cell>> rows = new ArrayList<>();

  Columns row(String... cells) {
    return row(Colour.NONE, cells);
  }

  /** The colour is the last cell's. */
  Columns row(Colour colour, String... cells) {
    List<Cell> row = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      row.add(new Cell(plain(cells[i]), i == cells.length - 1 ? colour : Colour.NONE));
    }
    rows.add(row);
    return this;
  }

  void print(PrintStream out, boolean coloured) {
    for (List<Cell> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        Cell cell = row.get(i);
        line.append(cell.colour().paint(cell.text(), coloured));
        if (i < row.size() - 1) {
          line.repeat(' ', width(i) - cell.text().length()).append(GAP);
        }
      }
      out.println(line.toString().stripTrailing());
    }
  }

  /** Without control characters. */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints().forEach(c -> plain.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return plain.toString();
  }

  /** The last cell of a row takes what it needs and makes no column wider. */
  private int width(int column) {
    return rows.stream()
        .filter(row -> column < row.size() - 1)
        .mapToInt(row -> row.get(column).text().length())
        .max()
        .orElse(0);
  }
}
