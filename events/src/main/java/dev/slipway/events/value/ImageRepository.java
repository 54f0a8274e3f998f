package dev.slipway.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Where images of one name live: a registry's host and a path in it, without tag or digest.
 *
 * <p>Docker Hub's short names are written out: {@code nginx} is {@code docker.io/library/nginx}.
 *
 * @param host host name with an optional port, as in {@code ghcr.io} or {@code 127.0.0.1:5000}
 * @param path lower-case path, at most 255 characters (OCI distribution-spec 1.1, "Pulling
 *     manifests")
 */
public record ImageRepository(String host, String path) implements Comparable<ImageRepository> {
  private static final Pattern HOST =
      Pattern.compile(
          "(?=.{1,255}$)(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+])(?::\\d{1,5})?");
  private static final Pattern PATH =
      Pattern.compile(
          "(?=.{1,255}$)[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
  private static final String DOCKER_HUB = "docker.io";

  public ImageRepository {
    Check.matches("registry host", host, HOST, "expected a host name with an optional port");
    Check.matches(
        "image repository", path, PATH, "expected lower-case letters, digits, '.', '_', '-', '/'");
  }

  /** Reads {@code ghcr.io/acme/web}, {@code acme/web} or {@code nginx}; no scheme, no tag. */
  @JsonCreator
  public static ImageRepository parse(String value) {
    int slash = value.indexOf('/');
    String first = slash < 0 ? "" : value.substring(0, slash);
    boolean namesHost = first.contains(".") || first.contains(":") || first.equals("localhost");
    if (namesHost) {
      String host = first.equals("index.docker.io") ? DOCKER_HUB : first;
      String path = value.substring(slash + 1);
      boolean official = host.equals(DOCKER_HUB) && !path.contains("/");
      return new ImageRepository(host, official ? "library/" + path : path);
    }
    return new ImageRepository(DOCKER_HUB, slash < 0 ? "library/" + value : value);
  }

  /** The last part of the path: how people call the image. */
  public String shortName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public int compareTo(ImageRepository other) {
    int hosts = host.compareTo(other.host);
    return hosts != 0 ? hosts : path.compareTo(other.path);
  }

  @Override
  @JsonValue
  public String toString() {
    return host + "/" + path;
  }
}
