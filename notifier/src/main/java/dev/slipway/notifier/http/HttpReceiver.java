package dev.slipway.notifier.http;

import java.nio.file.Path;

/**
 * One receiver among the settings.
 *
 * @param urlFile holds the address, and nothing else
 */
public record HttpReceiver(ReceiverType type, Path urlFile) {}
