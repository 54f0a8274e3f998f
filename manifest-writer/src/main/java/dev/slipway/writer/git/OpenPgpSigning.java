package dev.slipway.writer.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.BCPGOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.jspecify.annotations.Nullable;

/** Signs as {@code gpg} does, with a secret key as {@code gpg --export-secret-keys} writes it. */
public final class OpenPgpSigning implements CommitSigning {
  private final PGPPublicKey publicKey;
  private final PGPPrivateKey privateKey;

  private OpenPgpSigning(PGPPublicKey publicKey, PGPPrivateKey privateKey) {
    this.publicKey = publicKey;
    this.privateKey = privateKey;
  }

  /**
   * Reads the key now, so that a broken one is found at the start and not at a commit.
   *
   * @param passphraseFile absent where the key has none
   * @throws IllegalArgumentException the key cannot be used; the message says what to do
   */
  public static OpenPgpSigning of(Path keyFile, @Nullable Path passphraseFile) {
    char[] passphrase = {};
    try {
      if (passphraseFile != null) {
        passphrase = Files.readString(passphraseFile).strip().toCharArray();
      }
      PGPSecretKey key = signingKey(keyFile);
      var decryptor =
          new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(passphrase);
      PGPPrivateKey extracted = key.extractPrivateKey(decryptor);
      if (extracted == null) {
        throw new IOException("its secret part is missing");
      }
      var signing = new OpenPgpSigning(key.getPublicKey(), extracted);
      var _ = signing.sign(new byte[0]);
      return signing;
    } catch (IOException | PGPException e) {
      throw new IllegalArgumentException(
          "signing key-file "
              + keyFile
              + " holds no OpenPGP key that can sign"
              + (passphraseFile == null
                  ? " without a passphrase (passphrase-file names one)"
                  : " with the passphrase of " + passphraseFile)
              + "; export one with: gpg --armor --export-secret-keys KEY. The cause: "
              + e.getMessage(),
          e);
    }
  }

  /** A subkey made for signing goes before the primary key, as with gpg. */
  private static PGPSecretKey signingKey(Path keyFile) throws IOException, PGPException {
    PGPSecretKey found = null;
    try (InputStream content = PGPUtil.getDecoderStream(Files.newInputStream(keyFile))) {
      var rings = new PGPSecretKeyRingCollection(content, new BcKeyFingerprintCalculator());
      for (PGPSecretKeyRing ring : rings) {
        for (Iterator<PGPSecretKey> keys = ring.getSecretKeys(); keys.hasNext(); ) {
          PGPSecretKey key = keys.next();
          if (key.isSigningKey()
              && !key.isPrivateKeyEmpty()
              && !key.getPublicKey().hasRevocation()) {
            found = key;
          }
        }
      }
    }
    if (found == null) {
      throw new IOException("it holds no secret key for signing");
    }
    return found;
  }

  @Override
  public byte[] sign(byte[] commit) throws IOException {
    try {
      var generator =
          new PGPSignatureGenerator(
              new BcPGPContentSignerBuilder(publicKey.getAlgorithm(), HashAlgorithmTags.SHA256),
              publicKey);
      generator.init(PGPSignature.BINARY_DOCUMENT, privateKey);
      var subpackets = new PGPSignatureSubpacketGenerator();
      subpackets.setIssuerFingerprint(false, publicKey);
      generator.setHashedSubpackets(subpackets.generate());
      generator.update(commit);
      var buffer = new ByteArrayOutputStream();
      try (var armored = ArmoredOutputStream.builder().clearHeaders().build(buffer);
          var packets = new BCPGOutputStream(armored)) {
        generator.generate().encode(packets);
      }
      return buffer.toByteArray();
    } catch (PGPException e) {
      throw new IOException("the commit could not be signed: " + e.getMessage(), e);
    }
  }
}
