package dev.slipway.sandbox.github;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Every pull request, in memory and in a file that survives restarts. */
final class RequestStore {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final List<StoredRequest> requests = new ArrayList<>();

  private RequestStore(Path file) {
    this.file = file;
  }

  static RequestStore open(Path file) {
    RequestStore store = new RequestStore(file);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (Files.exists(file)) {
        store.requests.addAll(
            Arrays.asList(JSON.readValue(Files.readAllBytes(file), StoredRequest[].class)));
      }
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the GitHub stand-in's requests", e);
    }
  }

  /** Oldest first. */
  synchronized List<StoredRequest> all() {
    return List.copyOf(requests);
  }

  synchronized Optional<StoredRequest> find(String repository, int number) {
    return requests.stream()
        .filter(request -> request.repository().equals(repository))
        .filter(request -> request.number() == number)
        .findFirst();
  }

  /** Numbers count per repository. */
  synchronized StoredRequest add(
      String repository, String head, String base, String title, String body) {
    int number = 1 + (int) requests.stream().filter(r -> r.repository().equals(repository)).count();
    StoredRequest added =
        new StoredRequest(repository, number, head, base, title, body, true, false, null);
    requests.add(added);
    save();
    return added;
  }

  synchronized void replace(StoredRequest changed) {
    requests.replaceAll(
        request ->
            request.repository().equals(changed.repository())
                    && request.number() == changed.number()
                ? changed
                : request);
    save();
  }

  private void save() {
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(unfinished, JSON.writeValueAsBytes(requests));
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("could not keep the GitHub stand-in's requests", e);
    }
  }
}
