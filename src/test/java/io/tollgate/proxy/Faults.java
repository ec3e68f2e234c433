package io.tollgate.proxy;

import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.proxy.FakeProvider.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** What goes wrong with providers, as replies of a {@link FakeProvider}. */
final class Faults {

    static final String DONE = "[DONE]";

    private Faults() {}

    /** An event with a piece of text. */
    static String word(String text) {
        return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}";
    }

    /** The event that ends an answer, with its usage. */
    static String last(int input, int output) {
        return "{\"model\":\"served\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":"
                + "{\"prompt_tokens\":" + input + ",\"completion_tokens\":" + output + ",\"total_tokens\":"
                + (input + output) + "}}";
    }

    /** A good stream. */
    static Reply stream(int words) {
        return wire -> {
            words(wire, words);
            wire.event(last(10, words));
            wire.event(DONE);
            wire.end();
        };
    }

    /** A good stream that ends when the test says so. */
    static Reply streamHeld(CountDownLatch goOn) {
        return wire -> {
            wire.beginEvents();
            wire.event(word("first "));
            wire.await(goOn);
            wire.event(last(10, 1));
            wire.event(DONE);
            wire.end();
        };
    }

    /** A good stream whose provider does not say that it is over. */
    static Reply streamWithoutDone(int words) {
        return wire -> {
            words(wire, words);
            wire.event(last(10, words));
            wire.end();
        };
    }

    /** A stream that says all, and then neither {@code [DONE]} nor anything else, while its connection stays open. */
    static Reply streamLeftOpen(int words) {
        return wire -> {
            words(wire, words);
            wire.event(last(10, words));
            wire.awaitClose();
        };
    }

    /** A stream that says all, and then breaks its connection. */
    static Reply streamBrokenAtItsEnd(int words) {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < words; i++) {
            events.append("data: ").append(word("w" + i + " ")).append("\n\n");
        }
        events.append("data: ").append(last(10, words)).append("\n\n");
        return wire -> {
            wire.beginEvents();
            wire.chunk(events.toString());
            wire.reset();
        };
    }

    private static void words(Wire wire, int count) throws IOException {
        wire.beginEvents();
        for (int i = 0; i < count; i++) {
            wire.event(word("w" + i + " "));
        }
    }

    /** Breaks the connection after some words, which go out at once: a reset takes back what is still on its way. */
    static Reply resetAfter(int words) {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < words; i++) {
            events.append("data: ").append(word("w" + i + " ")).append("\n\n");
        }
        return wire -> {
            wire.beginEvents();
            wire.chunk(events.toString());
            wire.reset();
        };
    }

    /** Ends the answer in good order after some words, without a reason. */
    static Reply endAfter(int words) {
        return wire -> {
            words(wire, words);
            wire.end();
        };
    }

    /** Says nothing any more after some words, and keeps the connection. */
    static Reply stallAfter(int words) {
        return wire -> {
            words(wire, words);
            wire.awaitClose();
        };
    }

    /** Begins at once, and has nothing to show for ever: a role, comments. */
    static Reply slowToBegin() {
        return wire -> {
            wire.beginEvents();
            wire.event("{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
            dribble(wire, ": waiting\n\n");
        };
    }

    /** Refuses, and does not come to an end with saying why. */
    static Reply longWindedError(int status) {
        return wire -> {
            wire.raw("HTTP/1.1 " + status
                    + " Error\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            dribble(wire, " ");
        };
    }

    /** Sends the same for ever, a piece at a time. */
    private static void dribble(Wire wire, String piece) throws IOException {
        try {
            do {
                wire.chunk(piece);
            } while (!wire.request().closed().await(20, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An event in the middle that is none. */
    static Reply malformedAfter(int words) {
        return wire -> {
            words(wire, words);
            wire.event("{\"choices\":");
            wire.awaitClose();
        };
    }

    /** Begins an answer, and then says nothing any more, while its connection stays open. */
    static Reply unending(String type, String beginning, String... headers) {
        return wire -> {
            wire.begin(type, headers);
            wire.chunk(beginning);
            wire.awaitClose();
        };
    }

    static Reply error(int status, String body, String... headers) {
        return Reply.status(status, "application/json", body, headers);
    }

    /** Half of a packed answer, though nobody asked for packing. */
    static Reply truncatedGzip() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"choices\":[]}".repeat(100).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
        return Reply.bytes(200, "application/json", half, "Content-Encoding: gzip");
    }

    /** The same reply so many times. */
    static Reply[] times(int count, Reply reply) {
        Reply[] replies = new Reply[count];
        Arrays.fill(replies, reply);
        return replies;
    }
}
