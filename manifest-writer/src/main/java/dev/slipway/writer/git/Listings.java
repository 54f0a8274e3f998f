package dev.slipway.writer.git;

import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** A branch's last listing: its trees differ in little. */
final class Listings {
  private final Repository copy;
  private @Nullable TreeListing last;

  Listings(Repository copy) {
    this.copy = copy;
  }

  synchronized TreeListing of(ObjectId tree) throws IOException {
    last = last == null ? TreeListing.of(copy, tree) : last.next(copy, tree);
    return last;
  }
}
