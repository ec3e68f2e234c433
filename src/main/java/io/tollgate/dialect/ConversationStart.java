package io.tollgate.dialect;

import io.tollgate.storage.Spool;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The same number for requests of one conversation: by the name a client gives it, else by how it begins, as far as its
 * first question. Short requests have none, for no provider caches less than about a thousand tokens.
 */
public final class ConversationStart {

    /** About a thousand tokens. */
    private static final int WORTH_CACHING = 4_096;

    private static final int LOOKED_AT = 16 * 1_024;
    private static final String[] SYSTEM = {"system", "systemInstruction", "system_instruction"};

    private final CRC32C sum = new CRC32C();
    private int left = LOOKED_AT;

    private ConversationStart() {}

    /** By what a client calls it; never 0. */
    public static long named(String name) {
        ConversationStart start = new ConversationStart();
        start.add(name);
        return start.number();
    }

    /** By bytes of a request that is written in its shortest form; 0 when it is short. */
    static long of(Spool body, JsonRequest.Span span) {
        if (body.size() < WORTH_CACHING) {
            return 0;
        }
        ConversationStart start = new ConversationStart();
        try (OutputStream out = new CheckedOutputStream(OutputStream.nullOutputStream(), start.sum)) {
            body.copy(span.from(), Math.min(span.to(), span.from() + LOOKED_AT), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start.number();
    }

    /** By the tree of a request; 0 when it is short. */
    static long of(ObjectNode body) {
        String user = body.path("metadata").path("user_id").asString("");
        if (!user.isEmpty()) {
            return named(user);
        }
        if (rest(body, WORTH_CACHING) > 0) {
            return 0;
        }
        ConversationStart start = new ConversationStart();
        for (String name : SYSTEM) {
            start.add(body.path(name));
        }
        start.add(body.path("prompt"));
        start.addToFirstQuestion(body.path("messages"));
        start.addToFirstQuestion(body.path("contents"));
        return start.number();
    }

    /** How much text is missing to a length. */
    private static int rest(JsonNode node, int missing) {
        if (node.isString()) {
            return missing - node.stringValue().length();
        }
        int rest = missing;
        for (JsonNode child : node) {
            if (rest > 0) {
                rest = rest(child, rest);
            }
        }
        return rest;
    }

    private void addToFirstQuestion(JsonNode messages) {
        for (JsonNode message : messages) {
            add(message);
            if (message.path("role").asString("user").equals("user")) {
                return;
            }
        }
    }

    private void add(JsonNode node) {
        if (node.isString()) {
            add(node.stringValue());
        } else {
            node.forEach(this::add);
        }
    }

    private void add(String text) {
        if (left > 0) {
            String part = text.length() > left ? text.substring(0, left) : text;
            left -= part.length();
            sum.update(part.getBytes(StandardCharsets.UTF_8));
        }
    }

    private long number() {
        return sum.getValue() + 1;
    }
}
