package dev.slipway.writer.git;

import java.io.IOException;
import org.eclipse.jgit.errors.MissingObjectException;
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
    TreeListing listing = last == null ? TreeListing.of(copy, tree) : after(last, tree);
    last = listing;
    return listing;
  }

  /** What was pushed away by force may be tidied away by now. */
  private TreeListing after(TreeListing before, ObjectId tree) throws IOException {
    try {
      return before.next(copy, tree);
    } catch (MissingObjectException tidiedAway) {
      return TreeListing.of(copy, tree);
    }
  }
}
