package dev.slipway.writer.edit;

import dev.slipway.writer.edit.YamlNode.Mapping;
import java.util.Optional;

/** The object of the API that a value of a manifest belongs to; empty where it says none. */
public record ManifestObject(String apiVersion, String kind, String namespace, String name) {
  private static final ManifestObject NONE = new ManifestObject("", "", "", "");

  /** The object of the document that this line belongs to, from 1. */
  public static ManifestObject at(byte[] content, int line) {
    return LargeManifest.isOne(content)
        ? NONE
        : Screening.read(content).map(yaml -> at(yaml, line)).orElse(NONE);
  }

  private static ManifestObject at(YamlText yaml, int line) {
    for (YamlNode document : yaml.documents().reversed()) {
      if (yaml.lineOf(document.start()) <= line) {
        return document instanceof Mapping root ? of(root) : NONE;
      }
    }
    return NONE;
  }

  private static ManifestObject of(Mapping root) {
    Optional<Mapping> metadata =
        root.get("metadata")
            .flatMap(it -> it instanceof Mapping m ? Optional.of(m) : Optional.empty());
    return new ManifestObject(
        root.text("apiVersion").orElse(""),
        root.text("kind").orElse(""),
        metadata.flatMap(it -> it.text("namespace")).orElse(""),
        metadata.flatMap(it -> it.text("name")).orElse(""));
  }
}
