/**
 * Keeps what other languages read true to the records: generates the JSON Schemas and the AsyncAPI
 * document, and compares them with what is checked in.
 *
 * <p>After a change to a record: {@code mvn -pl events test -Dslipway.schemas.write=true}, then
 * look at the difference before committing it.
 */
@NullMarked
package dev.slipway.events.contract;

import org.jspecify.annotations.NullMarked;
