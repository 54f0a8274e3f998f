/** How long pushes take in a repository of many applications, which it makes itself. */
@NullMarked
package dev.slipway.bench.fleet;

import org.jspecify.annotations.NullMarked;
