package dev.slipway.watcher.registry;

import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import dev.slipway.watcher.RegistryFailure;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The whole list of a repository's tags, page by page.
 *
 * <p>The next page is where {@code Link} says, taken as it is (OCI distribution-spec 1.1, "Listing
 * Tags"): registries send pages that are short or unsorted, and continue by marks of their own. Of
 * an absolute link only path and query count: a registry behind a proxy may not know its own name.
 */
final class TagPages {
  private static final int PAGE_TAGS = 1000;
  private static final int PAGE_LIMIT_BYTES = 16 * 1024 * 1024;
  private static final int PAGES = 2000;
  private static final int TAGS = 100_000;
  private static final Pattern NEXT =
      Pattern.compile(
          "<([^>]*)>(?:[^,<]*;)?\\s*rel\\s*=\\s*(?:\"next\"|next\\b)", Pattern.CASE_INSENSITIVE);

  private TagPages() {}

  /**
   * A whole list.
   *
   * @param etags of all its pages, by their addresses; empty where one of them had none
   */
  record Read(SortedSet<Tag> tags, Map<URI, String> etags) {}

  /**
   * Whether each page is as it was then (RFC 9110, section 13.1.2). Docker's distribution gives no
   * ETag for a list; registries behind a cache mostly do.
   */
  static boolean areUnchanged(RegistryHost host, ImageRepository repository, Map<URI, String> etags)
      throws InterruptedException {
    for (Map.Entry<URI, String> page : etags.entrySet()) {
      if (!host.isUnchanged(repository, page.getKey(), page.getValue(), PAGE_LIMIT_BYTES)) {
        return false;
      }
    }
    return true;
  }

  /** Reads all; a repository that the registry does not know is an exception. */
  static Read readAll(RegistryHost host, ImageRepository repository) throws InterruptedException {
    String what = "tags of " + repository;
    SortedSet<Tag> tags = new TreeSet<>();
    Set<URI> seen = new HashSet<>();
    Map<URI, String> etags = new LinkedHashMap<>();
    URI page = host.address().resolve("/v2/" + repository.path() + "/tags/list?n=" + PAGE_TAGS);
    while (seen.add(page)) {
      Answer answer = host.ask(repository, "GET", page, "application/json", PAGE_LIMIT_BYTES);
      refuseAbsent(what, answer);
      addAll(what, tags, Json.read(answer.body()));
      URI read = page;
      answer.header("ETag").ifPresent(etag -> etags.put(read, etag));
      Optional<URI> next = next(what, answer, page);
      if (next.isEmpty()) {
        return new Read(tags, etags.size() == seen.size() ? etags : Map.of());
      }
      if (seen.size() == PAGES || tags.size() > TAGS) {
        throw Failures.permanent(
            RegistryFailure.TOO_LARGE,
            what + ": more than " + TAGS + " tags or " + PAGES + " pages; remove old tags");
      }
      page = next.get();
    }
    throw Failures.malformed(what, "its pages lead back to one that was read already");
  }

  /** One page of those behind this one (OCI distribution-spec 1.1: {@code last}). */
  static SortedSet<Tag> readAfter(RegistryHost host, ImageRepository repository, Tag last, int most)
      throws InterruptedException {
    String what = "tags of " + repository + " after " + last;
    // A tag needs no escaping in a query.
    String query = "/tags/list?n=" + most + "&last=" + last;
    URI page = host.address().resolve("/v2/" + repository.path() + query);
    Answer answer = host.ask(repository, "GET", page, "application/json", PAGE_LIMIT_BYTES);
    refuseAbsent(what, answer);
    SortedSet<Tag> tags = new TreeSet<>();
    addAll(what, tags, Json.read(answer.body()));
    return tags;
  }

  private static void refuseAbsent(String what, Answer answer) {
    if (answer.status() == 404) {
      throw Failures.permanent(
          RegistryFailure.REPOSITORY_ABSENT,
          what + ": the registry knows no such repository; push to it, or correct its name");
    }
  }

  private static void addAll(String what, SortedSet<Tag> tags, JsonNode page) {
    JsonNode list = page.path("tags");
    if (!list.isArray() && !list.isNull()) {
      throw Failures.malformed(what, "a page holds no list of tags");
    }
    for (JsonNode tag : list) {
      if (tag.isString() && Tag.isValid(tag.stringValue())) {
        tags.add(Tag.parse(tag.stringValue()));
      }
    }
  }

  private static Optional<URI> next(String what, Answer answer, URI page) {
    for (String header : answer.headers().allValues("Link")) {
      Matcher link = NEXT.matcher(header);
      if (link.find()) {
        return Optional.of(resolve(what, page, link.group(1)));
      }
    }
    return Optional.empty();
  }

  private static URI resolve(String what, URI page, String link) {
    try {
      // URI.resolve takes the last part of the path away before a lone query.
      URI target = link.startsWith("?") ? URI.create(page.getPath() + link) : page.resolve(link);
      String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
      return page.resolve(target.getRawPath() + query);
    } catch (IllegalArgumentException e) {
      throw Failures.malformed(what, "the link to the next page is no address");
    }
  }
}
