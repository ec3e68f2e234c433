package io.tollgate.chat;

import java.util.List;

/** Vectors, one for each input, in the order of the inputs. */
public record Embeddings(List<float[]> vectors, Usage usage) {}
