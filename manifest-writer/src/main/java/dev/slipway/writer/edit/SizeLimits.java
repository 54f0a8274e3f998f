package dev.slipway.writer.edit;

/**
 * How much YAML is read at once. Reading a document takes up to thirty times its size, so that the
 * limits go by the heap: a file must never end the service that reads it.
 *
 * @param whole the largest file, in bytes
 * @param document the largest document of a file, in bytes
 */
record SizeLimits(int whole, int document) {
  private static final int MEGABYTE = 1024 * 1024;

  /** A larger file is read document by document. */
  static final int AT_ONCE = MEGABYTE;

  static final SizeLimits HERE = ofHeap(Runtime.getRuntime().maxMemory());

  static SizeLimits ofHeap(long bytes) {
    return new SizeLimits(
        (int) Math.clamp(bytes / 6, 5L * MEGABYTE, 256L * MEGABYTE),
        (int) Math.clamp(bytes / 80, MEGABYTE, 16L * MEGABYTE));
  }

  static String megabytes(int bytes) {
    return bytes / MEGABYTE + " MiB";
  }
}
