package dev.slipway.watcher.registry;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import dev.slipway.watcher.Registry;
import dev.slipway.watcher.RegistryAddresses;
import dev.slipway.watcher.RegistryFailure;
import dev.slipway.watcher.Resolution;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Registries that speak the OCI distribution specification 1.1.
 *
 * <p>Content is believed only when its digest is right. Nothing is tried again here, but a registry
 * that asked to be left alone ({@code Retry-After}) is.
 */
public final class OciRegistry implements Registry, AutoCloseable {
  private static final String ACCEPT = String.join(", ", Manifest.MEDIA_TYPES);
  private static final int CONTENT_LIMIT_BYTES = 4 * 1024 * 1024;
  private static final int INDEX_DEPTH = 3;

  private final Map<String, RegistryHost> hosts = new ConcurrentHashMap<>();
  private final RegistryAddresses addresses;
  private final Map<String, Credentials> credentials;
  private final int requestsAtOnce;
  private final InstantSource clock;
  private final Failures failures;
  private final HttpExchanges http;
  private final DetailsKept details = new DetailsKept();

  /** The ETags of the pages of each repository's last list, where the registry gave them. */
  private final Map<ImageRepository, Map<URI, String>> lists = new ConcurrentHashMap<>();

  /**
   * A client of all registries.
   *
   * @param credentials by host; {@code *} for every host that is not named
   * @param timeout for one request with its whole answer
   * @param requestsAtOnce to one host
   */
  public OciRegistry(
      RegistryAddresses addresses,
      Map<String, Credentials> credentials,
      Duration timeout,
      int requestsAtOnce,
      InstantSource clock) {
    this.addresses = addresses;
    this.credentials = Map.copyOf(credentials);
    this.requestsAtOnce = requestsAtOnce;
    this.clock = clock;
    this.failures = new Failures(clock);
    this.http = new HttpExchanges(timeout);
  }

  @Override
  public SortedSet<Tag> listTags(ImageRepository repository) throws InterruptedException {
    lists.remove(repository);
    TagPages.Read read = TagPages.readAll(host(repository), repository);
    if (!read.etags().isEmpty()) {
      lists.put(repository, read.etags());
    }
    return read.tags();
  }

  @Override
  public boolean listsTheSame(ImageRepository repository) throws InterruptedException {
    Map<URI, String> etags = lists.get(repository);
    return etags != null && TagPages.areUnchanged(host(repository), repository, etags);
  }

  @Override
  public SortedSet<Tag> listTagsAfter(ImageRepository repository, Tag last, int most)
      throws InterruptedException {
    return TagPages.readAfter(host(repository), repository, last, most);
  }

  @Override
  public Optional<Digest> head(ImageRepository repository, Tag tag) throws InterruptedException {
    Answer answer = manifest(repository, "HEAD", tag.value());
    if (answer.status() == 404 && answer.isFromRegistry()) {
      return Optional.empty();
    }
    Optional<Digest> digest = digestHeader(answer);
    if (digest.isPresent()) {
      return digest;
    }
    // No digest, or a 404 that a proxy may have sent: the content tells.
    return switch (content(repository, tag.value())) {
      case Content.Found found -> Optional.of(found.digest());
      case Content.Missing missing -> Optional.empty();
    };
  }

  @Override
  public Resolution resolve(ImageReference image) throws InterruptedException {
    ImageRepository repository = image.repository();
    String reference = image.digest() != null ? image.digest().value() : tagOf(image).value();
    return switch (content(repository, reference)) {
      case Content.Found found -> {
        ImageDetails told = details(repository, found, INDEX_DEPTH);
        yield new Resolution.Resolved(found.digest(), told.createdAt(), told.labels());
      }
      case Content.Missing missing -> new Resolution.Absent("the registry holds no " + image);
    };
  }

  @Override
  public void close() {
    http.close();
  }

  /** A manifest, verified. */
  private sealed interface Content {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Found(Digest digest, byte[] bytes) implements Content {}

    record Missing() implements Content {}
  }

  private Content content(ImageRepository repository, String reference)
      throws InterruptedException {
    Answer answer = manifest(repository, "GET", reference);
    if (answer.status() == 404) {
      return new Content.Missing();
    }
    Digest digest =
        Digest.isValid(reference)
            ? Digest.parse(reference)
            : digestHeader(answer).orElseGet(() -> ContentDigest.sha256(answer.body()));
    verify(repository, digest, answer.body());
    digestHeader(answer).ifPresent(header -> verify(repository, header, answer.body()));
    return new Content.Found(digest, answer.body());
  }

  private ImageDetails details(ImageRepository repository, Content.Found found, int depth)
      throws InterruptedException {
    Optional<ImageDetails> kept = details.find(found.digest());
    if (kept.isPresent()) {
      return kept.get();
    }
    Manifest manifest = new Manifest(Json.read(found.bytes()));
    if (!manifest.isReadable()) {
      throw Failures.malformed(
          repository + "@" + found.digest(), "its manifest is neither an image's nor an index");
    }
    Optional<Digest> speaker = manifest.speaker();
    ImageDetails own =
        speaker.isPresent()
            ? detailsOfSpeaker(repository, speaker.get(), depth)
            : detailsOfConfiguration(repository, manifest);
    ImageDetails all = own.withAnnotations(manifest.annotations());
    if (!own.equals(ImageDetails.NONE)) {
      details.keep(found.digest(), all);
    }
    return all;
  }

  private ImageDetails detailsOfSpeaker(ImageRepository repository, Digest speaker, int depth)
      throws InterruptedException {
    if (depth == 0) {
      return ImageDetails.NONE;
    }
    return switch (content(repository, speaker.value())) {
      case Content.Found found -> details(repository, found, depth - 1);
      case Content.Missing missing -> ImageDetails.NONE;
    };
  }

  private ImageDetails detailsOfConfiguration(ImageRepository repository, Manifest manifest)
      throws InterruptedException {
    Optional<Digest> digest = manifest.configuration();
    if (digest.isEmpty()) {
      return ImageDetails.NONE;
    }
    RegistryHost host = host(repository);
    URI uri = host.address().resolve("/v2/" + repository.path() + "/blobs/" + digest.get());
    Answer answer = host.ask(repository, "GET", uri, "*/*", CONTENT_LIMIT_BYTES);
    if (answer.status() == 404) {
      return ImageDetails.NONE;
    }
    verify(repository, digest.get(), answer.body());
    return ImageDetails.ofConfiguration(Json.read(answer.body()));
  }

  private Answer manifest(ImageRepository repository, String method, String reference)
      throws InterruptedException {
    RegistryHost host = host(repository);
    URI uri = host.address().resolve("/v2/" + repository.path() + "/manifests/" + reference);
    return host.ask(repository, method, uri, ACCEPT, CONTENT_LIMIT_BYTES);
  }

  private RegistryHost host(ImageRepository repository) {
    return hosts.computeIfAbsent(repository.host(), this::host);
  }

  private RegistryHost host(String name) {
    URI address = addresses.addressOf(name);
    Credentials own = credentials.getOrDefault(name, credentials.get("*"));
    return new RegistryHost(
        address,
        http,
        new Authorizations(address, own, http, failures, clock),
        failures,
        clock,
        requestsAtOnce);
  }

  private static Optional<Digest> digestHeader(Answer answer) {
    return answer.header("Docker-Content-Digest").filter(Digest::isValid).map(Digest::parse);
  }

  private static void verify(ImageRepository repository, Digest digest, byte[] content) {
    if (!ContentDigest.matches(digest, content)) {
      throw Failures.permanent(
          RegistryFailure.DIGEST_MISMATCH,
          repository + "@" + digest + ": the registry sent other content under this digest");
    }
  }

  private static Tag tagOf(ImageReference image) {
    return Objects.requireNonNull(image.tag(), "an image is resolved by its tag or its digest");
  }
}
