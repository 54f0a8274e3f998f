package dev.slipway.sandbox.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The three files of a small image: layer, configuration, manifest. */
final class ImageFiles {
  static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIGURATION_TYPE = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final int TAR_BLOCK_BYTES = 512;
  private static final JsonMapper JSON = new JsonMapper();

  private final byte[] layer;
  private final byte[] configuration;
  private final byte[] manifest;

  private ImageFiles(byte[] layer, byte[] configuration, byte[] manifest) {
    this.layer = layer;
    this.configuration = configuration;
    this.manifest = manifest;
  }

  static ImageFiles of(SampleImage image) {
    byte[] archive = tar("content.txt", image.content().getBytes(UTF_8));
    byte[] layer = gzip(archive);
    byte[] configuration = configuration(image, ContentDigest.of(archive));
    return new ImageFiles(layer, configuration, manifest(layer, configuration));
  }

  byte[] layer() {
    return layer;
  }

  byte[] configuration() {
    return configuration;
  }

  byte[] manifest() {
    return manifest;
  }

  private static byte[] configuration(SampleImage image, ContentDigest layer) {
    ObjectNode root = JSON.createObjectNode();
    root.put("created", image.created().toString());
    root.put("architecture", "amd64").put("os", "linux");
    ObjectNode config = root.putObject("config");
    config.putArray("Cmd").add("/content.txt");
    ObjectNode labels = config.putObject("Labels");
    new TreeMap<>(image.labels()).forEach(labels::put);
    if (image.behaviour() != ImageBehaviour.HEALTHY) {
      labels.put(ImageBehaviour.LABEL, image.behaviour().label());
    }
    ObjectNode rootfs = root.putObject("rootfs").put("type", "layers");
    rootfs.putArray("diff_ids").add(layer.toString());
    root.putArray("history")
        .addObject()
        .put("created", image.created().toString())
        .put("created_by", "the Slipway sandbox");
    return JSON.writeValueAsBytes(root);
  }

  private static byte[] manifest(byte[] layer, byte[] configuration) {
    ObjectNode root = JSON.createObjectNode();
    root.put("schemaVersion", 2).put("mediaType", MANIFEST_TYPE);
    root.set("config", descriptor(CONFIGURATION_TYPE, configuration));
    root.putArray("layers").add(descriptor(LAYER_TYPE, layer));
    return JSON.writeValueAsBytes(root);
  }

  private static ObjectNode descriptor(String mediaType, byte[] content) {
    return JSON.createObjectNode()
        .put("mediaType", mediaType)
        .put("digest", ContentDigest.of(content).toString())
        .put("size", content.length);
  }

  /** A tar archive of one file: a header block, the content, two empty blocks. */
  private static byte[] tar(String name, byte[] content) {
    int contentBlocks = (content.length + TAR_BLOCK_BYTES - 1) / TAR_BLOCK_BYTES;
    byte[] archive = new byte[(1 + contentBlocks + 2) * TAR_BLOCK_BYTES];
    put(archive, 0, name);
    put(archive, 100, "0000644\0");
    put(archive, 108, "0000000\0");
    put(archive, 116, "0000000\0");
    put(archive, 124, String.format("%011o\0", content.length));
    put(archive, 136, "00000000000\0");
    put(archive, 156, "0");
    put(archive, 257, "ustar\00000");
    Arrays.fill(archive, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < TAR_BLOCK_BYTES; i++) {
      sum += archive[i];
    }
    put(archive, 148, String.format("%06o\0 ", sum));
    System.arraycopy(content, 0, archive, TAR_BLOCK_BYTES, content.length);
    return archive;
  }

  private static void put(byte[] archive, int at, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, archive, at, bytes.length);
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("could not compress in memory", e);
    }
    return bytes.toByteArray();
  }
}
