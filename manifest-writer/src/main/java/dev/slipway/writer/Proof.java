package dev.slipway.writer;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import org.jspecify.annotations.Nullable;

/** A version that ran successfully in an environment. */
public record Proof(ImageRepository repository, @Nullable Tag tag, Digest digest) {}
