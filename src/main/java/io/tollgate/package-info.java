/** One internal endpoint for every LLM key an organisation owns. */
@org.jspecify.annotations.NullMarked
package io.tollgate;
