package io.tollgate.dialect;

import java.io.OutputStream;
import java.io.Reader;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.core.util.RecyclerPool;

/** How JSON is read and written here: requests strictly, answers as they come. */
final class Json {

    static final int MAX_DEPTH = 100;
    private static final int MAX_STRING = 32 * 1024 * 1024;
    private static final int MAX_NUMBER = 1000;
    private static final int MAX_TOKENS = 2_000_000;

    /** Buffers go round among all threads: one kept per thread is of no use to threads that live for one request. */
    private static final RecyclerPool<BufferRecycler> BUFFERS = JsonRecyclerPools.newConcurrentDequePool();

    private static final JsonFactory REQUESTS = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(constraints(MAX_TOKENS))
            .recyclerPool(BUFFERS)
            .build();
    private static final JsonFactory ANSWERS = JsonFactory.builder()
            .streamReadConstraints(constraints(Long.MAX_VALUE))
            .recyclerPool(BUFFERS)
            .build();

    private Json() {}

    private static StreamReadConstraints constraints(long tokens) {
        return StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxStringLength(MAX_STRING)
                .maxNumberLength(MAX_NUMBER)
                .maxTokenCount(tokens)
                .build();
    }

    static JsonParser request(String text) {
        return REQUESTS.createParser(ObjectReadContext.empty(), text);
    }

    static JsonParser request(Reader text) {
        return REQUESTS.createParser(ObjectReadContext.empty(), text);
    }

    static JsonParser answer(byte[] bytes, int from, int to) {
        return ANSWERS.createParser(ObjectReadContext.empty(), bytes, from, to - from);
    }

    static JsonParser answer(java.io.InputStream in) {
        return ANSWERS.createParser(ObjectReadContext.empty(), in);
    }

    static JsonGenerator generator(OutputStream out) {
        return REQUESTS.createGenerator(ObjectWriteContext.empty(), out);
    }
}
