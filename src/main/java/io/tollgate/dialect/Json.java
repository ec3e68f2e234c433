package io.tollgate.dialect;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
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
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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

    /** Trees keep every number as it was written. */
    private static final JsonMapper TREES = mapper(ANSWERS);

    private static final JsonMapper STRICT_TREES = mapper(REQUESTS);

    private Json() {}

    private static JsonMapper mapper(JsonFactory factory) {
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

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

    static JsonParser answer(InputStream in) {
        return ANSWERS.createParser(ObjectReadContext.empty(), in);
    }

    static JsonGenerator generator(OutputStream out) {
        return REQUESTS.createGenerator(ObjectWriteContext.empty(), out);
    }

    /** Reads a request as a tree, strictly. */
    static JsonNode requestTree(Reader text) {
        return STRICT_TREES.readTree(text);
    }

    /**
     * Reads a frame of an answer as a tree.
     *
     * @throws StreamFormatException when it is no JSON object
     */
    static ObjectNode tree(byte[] bytes, int from, int to) throws StreamFormatException {
        try {
            if (TREES.readTree(bytes, from, to - from) instanceof ObjectNode tree) {
                return tree;
            }
        } catch (JacksonException e) {
            throw new StreamFormatException("The answer is not valid JSON");
        }
        throw new StreamFormatException("The answer is no JSON object");
    }

    /**
     * Reads a whole answer, or a request that was checked, as a tree.
     *
     * @throws StreamFormatException when it is no JSON object
     */
    static ObjectNode tree(InputStream in) throws StreamFormatException {
        try {
            if (TREES.readTree(in) instanceof ObjectNode tree) {
                return tree;
            }
        } catch (JacksonException e) {
            throw new StreamFormatException("The answer is not valid JSON");
        }
        throw new StreamFormatException("The answer is no JSON object");
    }

    /**
     * Reads a whole answer as a tree: an object, or a list of what would have been frames.
     *
     * @throws StreamFormatException when it is neither
     */
    static JsonNode answerTree(InputStream in) throws StreamFormatException {
        try {
            JsonNode tree = TREES.readTree(in);
            if (tree.isContainer()) {
                return tree;
            }
        } catch (JacksonException e) {
            throw new StreamFormatException("The answer is not valid JSON");
        }
        throw new StreamFormatException("The answer is no JSON object");
    }

    /** Reads text that may be JSON, such as a tool's arguments; absent when it is none. */
    static @Nullable JsonNode treeOrNull(String text) {
        try {
            return TREES.readTree(text);
        } catch (JacksonException e) {
            return null;
        }
    }

    static ObjectNode object() {
        return TREES.createObjectNode();
    }

    static ArrayNode array() {
        return TREES.createArrayNode();
    }

    /** The object without its members that are null. */
    static ObjectNode present(ObjectNode object) {
        object.propertyNames().stream()
                .filter(name -> object.get(name).isNull())
                .toList()
                .forEach(object::remove);
        return object;
    }

    static byte[] bytes(JsonNode tree) {
        return TREES.writeValueAsBytes(tree);
    }

    static String text(JsonNode tree) {
        return TREES.writeValueAsString(tree);
    }
}
