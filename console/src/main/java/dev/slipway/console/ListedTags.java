package dev.slipway.console;

import dev.slipway.events.value.Tag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * Which tags a scan listed, in eight bytes each: the names of a large fleet are millions, and
 * nobody asks more than whether one was among them. Two names in the same eight bytes of a SHA-256
 * are not to be expected.
 */
final class ListedTags {
  static final ListedTags NONE = new ListedTags(new long[0]);

  private final long[] sorted;

  private ListedTags(long[] sorted) {
    this.sorted = sorted;
  }

  static ListedTags of(List<Tag> tags) {
    MessageDigest digest = sha256();
    return new ListedTags(tags.stream().mapToLong(tag -> mark(tag, digest)).sorted().toArray());
  }

  boolean contains(Tag tag) {
    return Arrays.binarySearch(sorted, mark(tag, sha256())) >= 0;
  }

  private static long mark(Tag tag, MessageDigest digest) {
    byte[] name = tag.toString().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.wrap(digest.digest(name)).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
