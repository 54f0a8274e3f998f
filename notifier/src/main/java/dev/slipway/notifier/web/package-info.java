/**
 * The one thing that people ask of the notifier itself: to try a receiver out.
 *
 * <p>Owns its HTTP endpoint and the check of who calls. Uses the core and Spring MVC.
 */
@NullMarked
package dev.slipway.notifier.web;

import org.jspecify.annotations.NullMarked;
