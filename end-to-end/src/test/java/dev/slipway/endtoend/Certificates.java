package dev.slipway.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * A key and a certificate for each name, made by the JDK's own keytool: self-signed, so that what
 * is trusted is the list of all.
 */
final class Certificates {
  private static final char[] PASSWORD = "only-in-a-test".toCharArray();
  private static final Base64.Encoder BASE64 =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private final Path folder;

  private Certificates(Path folder) {
    this.folder = folder;
  }

  /** Makes them side by side. */
  static Certificates make(Path folder, Collection<String> names) throws Exception {
    Certificates certificates = new Certificates(folder);
    List<Process> making = names.stream().map(certificates::keytool).toList();
    for (Process process : making) {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    StringBuilder trusted = new StringBuilder();
    for (String name : names) {
      Files.createDirectories(certificates.of(name));
      KeyStore store = certificates.load(name);
      Key key = store.getKey(name, PASSWORD);
      String certificate = pem("CERTIFICATE", store.getCertificate(name).getEncoded());
      trusted.append(certificate);
      Files.writeString(
          certificates.of(name).resolve("user.key"), pem("PRIVATE KEY", key.getEncoded()));
      Files.writeString(certificates.of(name).resolve("user.crt"), certificate);
    }
    Files.writeString(certificates.trusted(), trusted);
    return certificates;
  }

  /** The folder of that name's {@code user.crt} and {@code user.key}, as a Secret is mounted. */
  Path of(String name) {
    return folder.resolve(name);
  }

  /** Whom everybody trusts. */
  Path trusted() {
    return folder.resolve("ca.crt");
  }

  /** Key and certificate in one file, as Kafka takes them. */
  Path both(String name) throws IOException {
    return Files.writeString(
        of(name).resolve("both.pem"),
        Files.readString(of(name).resolve("user.key"))
            + Files.readString(of(name).resolve("user.crt")));
  }

  private Process keytool(String name) {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    try {
      return new ProcessBuilder(
              tool.toString(),
              "-genkeypair",
              "-alias",
              name,
              "-dname",
              "CN=" + name,
              "-keyalg",
              "EC",
              "-groupname",
              "secp256r1",
              "-ext",
              "san=ip:127.0.0.1",
              "-validity",
              "2",
              "-storetype",
              "PKCS12",
              "-keystore",
              folder.resolve(name + ".p12").toString(),
              "-storepass",
              new String(PASSWORD))
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private KeyStore load(String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(file, PASSWORD);
    }
    return store;
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, BASE64.encodeToString(Objects.requireNonNull(bytes)), what);
  }
}
