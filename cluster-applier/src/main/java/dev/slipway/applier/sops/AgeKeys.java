package dev.slipway.applier.sops;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.framework.armor.ArmoredDecryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import dev.slipway.applier.RefusedException;
import dev.slipway.events.value.RolloutFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * age identities in files, as {@code age-keygen} writes them. Read anew at every use, so that they
 * can be rotated.
 *
 * @param files where to look, in this order; none: nothing can be decrypted
 */
public record AgeKeys(List<Path> files) implements DataKeys {
  private static final String SECRET_KEY = "AGE-SECRET-KEY-1";
  private static final int DATA_KEY_BYTES = 32;

  public AgeKeys {
    files = List.copyOf(files);
  }

  @Override
  public String name() {
    return files.toString();
  }

  @Override
  public byte[] dataKey(String file, SopsMetadata metadata) {
    if (metadata.ageKeys().isEmpty()) {
      throw new RefusedException(
          RolloutFailure.NOT_SUPPORTED,
          "%s is encrypted for %s, which this version cannot use; nothing was applied. Encrypt it for an age recipient (sops rotate --add-age)"
              .formatted(file, String.join(", ", metadata.otherKinds())));
    }
    if (files.isEmpty()) {
      throw refused(
          file,
          metadata,
          "no age identity is configured for this environment: see slipway.applier.sops");
    }
    List<RecipientStanzaReader> identities = identities(file);
    for (SopsMetadata.AgeKey key : metadata.ageKeys()) {
      Optional<byte[]> opened = open(key.armored(), identities);
      if (opened.isPresent()) {
        return opened.get();
      }
    }
    throw refused(
        file,
        metadata,
        "none of the %d age identities in %s fits".formatted(identities.size(), files));
  }

  private List<RecipientStanzaReader> identities(String file) {
    List<RecipientStanzaReader> readers = new ArrayList<>();
    for (Path path : files) {
      List<String> lines;
      try {
        lines = Files.readAllLines(path);
      } catch (IOException e) {
        throw new RefusedException(
            RolloutFailure.DECRYPTION_FAILED,
            "%s cannot be decrypted: the age identity file %s cannot be read (%s); nothing was applied"
                .formatted(file, path, e.getClass().getSimpleName()));
      }
      for (String line : lines) {
        if (line.strip().toUpperCase(Locale.ROOT).startsWith(SECRET_KEY)) {
          readers.add(reader(file, path, line.strip()));
        }
      }
    }
    return readers;
  }

  private static RecipientStanzaReader reader(String file, Path path, String identity) {
    try {
      return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity);
    } catch (GeneralSecurityException | RuntimeException e) {
      // The cause could quote the identity.
      throw new RefusedException(
          RolloutFailure.DECRYPTION_FAILED,
          "%s cannot be decrypted: %s holds an age identity that is damaged; nothing was applied"
              .formatted(file, path));
    }
  }

  private static Optional<byte[]> open(String armored, List<RecipientStanzaReader> identities) {
    byte[] text = (armored.strip() + "\n").getBytes(StandardCharsets.US_ASCII);
    try (InputStream plain =
        Channels.newInputStream(
            new ArmoredDecryptingChannelFactory()
                .newDecryptingChannel(
                    Channels.newChannel(new ByteArrayInputStream(text)), identities))) {
      byte[] key = plain.readNBytes(DATA_KEY_BYTES + 1);
      return key.length == DATA_KEY_BYTES ? Optional.of(key) : Optional.empty();
    } catch (IOException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static RefusedException refused(String file, SopsMetadata metadata, String problem) {
    return new RefusedException(
        RolloutFailure.DECRYPTION_FAILED,
        "%s cannot be decrypted: %s (it is encrypted for %s); nothing was applied"
            .formatted(
                file,
                problem,
                metadata.ageKeys().stream()
                    .map(SopsMetadata.AgeKey::recipient)
                    .collect(Collectors.joining(", "))));
  }
}
