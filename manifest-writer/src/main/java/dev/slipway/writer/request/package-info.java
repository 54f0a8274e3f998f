/** What people ask for (deploy, promote, roll back, restart, unpin), decided one by one. */
@NullMarked
package dev.slipway.writer.request;

import org.jspecify.annotations.NullMarked;
