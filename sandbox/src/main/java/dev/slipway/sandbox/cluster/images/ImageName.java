package dev.slipway.sandbox.cluster.images;

/**
 * An image reference taken apart.
 *
 * @param host as written; {@code docker.io} where there is none
 * @param reference the digest, or else the tag, or else {@code latest}
 */
record ImageName(String host, String repository, String reference) {
  private static final String DEFAULT_HOST = "docker.io";

  static ImageName parse(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    boolean hosted = first.contains(".") || first.contains(":") || first.equals("localhost");
    String host = hosted ? first : DEFAULT_HOST;
    String rest = hosted ? image.substring(slash + 1) : image;
    int at = rest.indexOf('@');
    String named = at < 0 ? rest : rest.substring(0, at);
    int colon = named.lastIndexOf(':');
    String repository = colon < 0 ? named : named.substring(0, colon);
    String tag = colon < 0 ? "latest" : named.substring(colon + 1);
    return new ImageName(host, repository, at < 0 ? tag : rest.substring(at + 1));
  }

  String imageId(String digest) {
    return host + "/" + repository + "@" + digest;
  }
}
