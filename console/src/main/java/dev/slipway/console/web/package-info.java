/**
 * The REST API under {@code /api/v1}, as {@code openapi.yaml} describes it, and the web page.
 *
 * <p>Translates between HTTP and the core; decides nothing but who may call what. Uses Spring MVC,
 * the core and {@code token}.
 */
@NullMarked
package dev.slipway.console.web;

import org.jspecify.annotations.NullMarked;
