package dev.slipway.console.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 writes it.
 *
 * @param type names the kind of problem; never a page
 * @param reason the public token, as in logs and metrics
 * @param known the names that would have been right
 */
record Problem(
    String type,
    String title,
    int status,
    @Nullable String detail,
    String reason,
    @Nullable List<String> known) {}
