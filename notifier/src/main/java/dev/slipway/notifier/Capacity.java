package dev.slipway.notifier;

import java.util.List;

/**
 * How much waits for one receiver at most: it lies in one record.
 *
 * @param messages how many
 * @param characters how long they may be together
 */
record Capacity(int messages, int characters) {

  /** How many of the oldest have to go. The newest stays in any case. */
  int surplus(List<Message> all) {
    int kept = 0;
    long length = 0;
    for (Message message : all.reversed()) {
      length += message.characters();
      if (kept > 0 && (kept == messages || length > characters)) {
        break;
      }
      kept++;
    }
    return all.size() - kept;
  }
}
