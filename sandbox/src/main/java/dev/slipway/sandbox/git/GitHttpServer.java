package dev.slipway.sandbox.git;

import dev.slipway.sandbox.http.Credentials;
import dev.slipway.sandbox.http.Faults;
import dev.slipway.sandbox.http.LoopbackServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A Git host on 127.0.0.1: {@code git clone http://127.0.0.1:PORT/NAME.git}.
 *
 * <p>Anyone may read and write until {@link #allow} names the first user. A push is in the
 * repository before it is answered, and is told to the receivers of {@link #notifyTo} as GitHub
 * tells it.
 */
public final class GitHttpServer implements AutoCloseable {
  private final LoopbackServer server;
  private final Repositories repositories;
  private final Users users;
  private final PushRules rules;
  private final Faults faults;
  private final PushWebhooks webhooks;

  private GitHttpServer(
      LoopbackServer server,
      Repositories repositories,
      Users users,
      PushRules rules,
      Faults faults,
      PushWebhooks webhooks) {
    this.server = server;
    this.repositories = repositories;
    this.users = users;
    this.rules = rules;
    this.faults = faults;
    this.webhooks = webhooks;
  }

  /**
   * Serves the bare repositories in the folder, which is made if need be; port 0 for any free one.
   */
  public static GitHttpServer start(Path folder, int port) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("could not make the folder of the Git server", e);
    }
    Repositories repositories = new Repositories(folder);
    Users users = new Users();
    PushRules rules = new PushRules();
    PushWebhooks webhooks = new PushWebhooks();
    Faults faults = new Faults(status -> "{\"message\":\"the sandbox Git server says so\"}");
    GitRoutes routes = new GitRoutes(repositories, users, rules, webhooks);
    LoopbackServer server = LoopbackServer.start("Git server", port, faults.before(routes));
    webhooks.serveFrom(server.uri());
    return new GitHttpServer(server, repositories, users, rules, faults, webhooks);
  }

  public URI uri() {
    return server.uri();
  }

  public int port() {
    return server.port();
  }

  /** {@code http://127.0.0.1:PORT/NAME.git}. */
  public URI cloneUrl(String name) {
    return URI.create(server.uri() + "/" + name + ".git");
  }

  /** The bare repository on disk. */
  public Path directory(String name) {
    return repositories.directory(name);
  }

  /** Makes an empty repository whose default branch is {@code main}, unless it exists. */
  public URI createRepository(String name) {
    repositories.create(name);
    return cloneUrl(name);
  }

  /**
   * Makes a repository, unless it exists, in which case nothing of it changes.
   *
   * @param initialContent a folder whose files become the first commit of {@code main}; or a Git
   *     repository, of which all branches are copied
   */
  public URI createRepository(String name, Path initialContent) {
    if (!repositories.exists(name)) {
      repositories.create(name, initialContent);
    }
    return cloneUrl(name);
  }

  /**
   * Commits as a person would who pushes: the files of the map are written, those with an empty
   * value removed. Makes the branch if need be; receivers are told.
   *
   * @return the new commit's full id
   */
  public String commit(String name, String branch, String message, Map<String, String> files) {
    ObjectId before = repositories.head(name, branch);
    ObjectId after = repositories.commit(name, branch, message, files);
    webhooks.pushed(name, "refs/heads/" + branch, before, after, "somebody");
    return after.name();
  }

  /**
   * Merges as a person does on the host's page; receivers are told.
   *
   * @return the base's new head; empty where the two conflict
   */
  public Optional<String> merge(String name, Merge merge) {
    ObjectId before = repositories.head(name, merge.base());
    Optional<ObjectId> after = repositories.merge(name, merge);
    after.ifPresent(
        id -> webhooks.pushed(name, "refs/heads/" + merge.base(), before, id, merge.person()));
    return after.map(ObjectId::name);
  }

  /** The full id of a branch's newest commit; empty where there is no such branch. */
  public Optional<String> head(String name, String branch) {
    ObjectId head = repositories.head(name, branch);
    return head.equals(ObjectId.zeroId()) ? Optional.empty() : Optional.of(head.name());
  }

  /** Whether the base has that commit already. */
  public boolean contains(String name, String base, String commit) {
    return repositories.contains(name, base, commit);
  }

  /** The name that a repository is known by here, of {@code owner/name} or {@code name}. */
  public Optional<String> find(String fullName) {
    return Stream.of(fullName, fullName.substring(fullName.indexOf('/') + 1))
        .filter(repositories::exists)
        .findFirst();
  }

  /** Tells the receivers what became of a pull request. */
  public void tellOfRequest(String name, String action, int number, String base) {
    webhooks.request(name, action, number, base);
  }

  /** From the first user on, everyone must be one. */
  public void allow(Credentials user, GitAccess access) {
    users.allow(user, access);
  }

  /** Ends what {@link #allow} allowed, where another user is left: a token expires, say. */
  public void revoke(Credentials user) {
    users.revoke(user);
  }

  /**
   * Tells a receiver of every pushed ref from now on, in order, each until it answers 2xx.
   *
   * @param secret the key of the signature in {@code X-Hub-Signature-256}
   */
  public void notifyTo(URI endpoint, String secret) {
    webhooks.add(endpoint, secret);
  }

  /** Every push is refused with this reason, as a protected branch does, until {@link #recover}. */
  public void rejectPushes(String reason) {
    rules.reject(reason);
  }

  /** Runs once, after the next push has come in and before its refs move: the place for a race. */
  public void beforeNextPush(Runnable action) {
    rules.beforeNext(action);
  }

  /**
   * Runs once, when a push asks for this and before its credentials are looked at: the place for
   * credentials that end midway.
   *
   * @param path {@code info/refs}, with which a push begins, or {@code git-receive-pack}, its pack
   */
  public void whenPushAsks(String path, Runnable action) {
    rules.onRequest(path, action);
  }

  /** The next requests are answered with this status. */
  public void failNext(int status, int times, Duration retryAfter) {
    faults.failNext(status, times, retryAfter);
  }

  /** The next requests get no answer. */
  public void cutOffNext(int times) {
    faults.cutOffNext(times);
  }

  /** Every request from now on takes that much longer. */
  public void slowDown(Duration perRequest) {
    faults.slowDown(perRequest);
  }

  /** Every request fails, until {@link #recover}. */
  public void failUntilRecovery(int status) {
    faults.failUntilRecovery(status, Duration.ZERO, _ -> true);
  }

  /** Ends whatever made it misbehave or refuse. */
  public void recover() {
    faults.recover();
    rules.acceptAll();
  }

  /** The latest requests, oldest first, as {@code METHOD /path?query}. */
  public List<String> requests() {
    return server.requests();
  }

  @Override
  public void close() {
    server.close();
    webhooks.close();
    repositories.close();
  }
}
