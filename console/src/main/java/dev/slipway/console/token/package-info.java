/**
 * Who may do what: the tokens' file, and the roles. Owns every credential of the console; uses the
 * core and the JDK.
 */
@NullMarked
package dev.slipway.console.token;

import org.jspecify.annotations.NullMarked;
