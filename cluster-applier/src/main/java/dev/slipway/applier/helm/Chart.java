package dev.slipway.applier.helm;

import java.util.Map;
import java.util.TreeMap;

/**
 * A chart's files by their paths below the chart's folder.
 *
 * @param id stands for what they hold
 * @param from where it was found, for people to read
 */
record Chart(String from, String id, Map<String, byte[]> files) {
  Chart {
    files = new TreeMap<>(files);
  }

  Chart with(String path, byte[] content) {
    Map<String, byte[]> more = new TreeMap<>(files);
    more.put(path, content);
    return new Chart(from, id, more);
  }
}
