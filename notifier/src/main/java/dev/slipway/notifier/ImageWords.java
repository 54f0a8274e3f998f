package dev.slipway.notifier;

import dev.slipway.events.ImageAbsent;
import dev.slipway.events.ImageEvent;
import dev.slipway.events.ImageFound;
import dev.slipway.events.ImageLookupRequested;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.LookupEvent;
import dev.slipway.events.LookupRefused;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.ScanRequested;

/** What exists, and what was asked about it. */
final class ImageWords {
  private ImageWords() {}

  static String of(ImageEvent event) {
    return switch (event) {
      case RepositoryScanned scanned ->
          scanned.repository() + " holds " + Words.count(scanned.tags().size(), "tag");
      case ImagePublished published ->
          published.repository()
              + ":"
              + published.tag()
              + (published.previousDigest() == null ? " is new" : " has moved")
              + " ("
              + published.digest().abbreviated()
              + ")";
      case ImageFound found ->
          found.repository()
              + (found.tag() == null ? "" : ":" + found.tag())
              + " is there ("
              + found.digest().abbreviated()
              + ")";
      case ImageAbsent absent ->
          absent.reference() + " is not in the registry" + Words.because(absent.message());
      case LookupRefused refused ->
          "whether there is a "
              + refused.reference()
              + " is not known"
              + Words.because(refused.message());
    };
  }

  static String of(LookupEvent event) {
    return switch (event) {
      case ScanRequested scan ->
          "a scan of " + scan.repository() + " was asked for" + Words.because(scan.reason());
      case ImageLookupRequested lookup -> lookup.reference() + " is looked up";
    };
  }
}
