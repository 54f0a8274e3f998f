@NullMarked
package dev.slipway.console.web;

import org.jspecify.annotations.NullMarked;
