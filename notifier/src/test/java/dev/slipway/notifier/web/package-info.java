@NullMarked
package dev.slipway.notifier.web;

import org.jspecify.annotations.NullMarked;
