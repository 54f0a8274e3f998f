package dev.slipway.notifier.http;

import java.nio.file.Path;

/**
 * One receiver among the settings.
 *
 * @param type which form its messages take
 * @param urlFile holds the address, and nothing else
 */
public record HttpReceiver(ReceiverType type, Path urlFile) {}
