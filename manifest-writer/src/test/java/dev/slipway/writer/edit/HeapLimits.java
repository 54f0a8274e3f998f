package dev.slipway.writer.edit;

/** The limits of this JVM, as messages say them. */
public final class HeapLimits {
  private HeapLimits() {}

  public static String document() {
    return SizeLimits.megabytes(SizeLimits.HERE.document());
  }
}
