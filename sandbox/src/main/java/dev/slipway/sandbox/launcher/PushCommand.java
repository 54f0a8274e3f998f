package dev.slipway.sandbox.launcher;

import dev.slipway.sandbox.registry.ImageBehaviour;
import dev.slipway.sandbox.registry.ImagePusher;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Makes a real, small image and pushes it to the sandbox's registry. */
@Command(
    name = "push",
    description = {
      "Make a real, small image and push it to the sandbox's registry.",
      "Example: ./slipway push demo/web          stamps a tag such as 20261120-101500-1a2b3c4",
      "         ./slipway push demo/web:1.4.2    pushes exactly this tag"
    })
public final class PushCommand implements Runnable {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final int SHORT_SHA_DIGITS = 7;

  @Parameters(
      paramLabel = "IMAGE[:TAG]",
      converter = Image.class,
      description = "such as demo/web; a registry's name before it is left out")
  private @Nullable PushedImage image;

  @Option(names = "--broken", description = "the image crashes when the simulated cluster runs it")
  private boolean broken;

  @Option(
      names = "--branch",
      paramLabel = "NAME",
      defaultValue = "main",
      description = "branch that the image says it was built from (default: ${DEFAULT-VALUE})")
  private String branch = "main";

  @Option(names = "--label", paramLabel = "NAME=VALUE", description = "a further label")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Mixin private DataOption data = new DataOption();

  @Override
  public void run() {
    String registry = data.directory().environment().get("SLIPWAY_REGISTRY");
    PushedImage pushed = Objects.requireNonNull(image);
    String commit = commit();
    String repository = pushed.repository();
    String tag = pushed.tag().orElseGet(() -> stamped(commit));
    Map<String, String> all = new LinkedHashMap<>();
    all.put("org.opencontainers.image.revision", commit);
    all.put("org.opencontainers.image.ref.name", branch);
    all.putAll(labels);
    try {
      String digest =
          ImagePusher.to(String.valueOf(registry))
              .push(repository, tag, all, broken ? ImageBehaviour.CRASH : ImageBehaviour.HEALTHY);
      System.out.println("pushed " + registry + "/" + repository + ":" + tag + "@" + digest);
      System.out.println("its story: ./slipway why " + repository + ":" + tag);
    } catch (IllegalStateException e) {
      throw new SandboxException(
          "cannot push to " + registry + ": " + e.getMessage() + "; does ./slipway up run?", e);
    }
  }

  private static String stamped(String commit) {
    return STAMP.format(Instant.now()) + "-" + commit.substring(0, SHORT_SHA_DIGITS);
  }

  private static String commit() {
    byte[] random = new byte[20];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Refuses what no registry could hold before anything is sent. */
  private static final class Image implements ITypeConverter<PushedImage> {
    @Override
    public PushedImage convert(String text) {
      try {
        return PushedImage.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
