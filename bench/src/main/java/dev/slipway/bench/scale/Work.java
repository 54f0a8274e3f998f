package dev.slipway.bench.scale;

import dev.slipway.bench.running.EventSender;
import java.nio.file.Path;
import java.util.List;

/** What one service is given to do, over many keys, and everything outside that it needs for it. */
interface Work extends AutoCloseable {

  /** The module. */
  String service();

  /** What is counted: {@code lookups}. */
  String unit();

  /** How many of them one pile has. */
  int size();

  /** The service's settings: {@code --slipway.…=…}. */
  List<String> settings(Path folder);

  /** What is to be told before the first pile. The copies run, and share the partitions. */
  void begin(String kafka, EventSender sender) throws InterruptedException;

  /**
   * Tells a pile at once, and waits until all of it is done.
   *
   * @param number from 1; each is another
   * @return when that was, by {@link System#nanoTime}
   */
  long pile(int number) throws InterruptedException;

  @Override
  void close();
}
