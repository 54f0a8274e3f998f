/**
 * Pull requests at GitHub and GitHub Enterprise, by their REST API. Five calls, so the JDK's client
 * does: GitHub's Java libraries bring a JSON mapper of another generation and their own retries,
 * and hide the headers that tell how long to wait.
 */
@NullMarked
package dev.slipway.writer.github;

import org.jspecify.annotations.NullMarked;
