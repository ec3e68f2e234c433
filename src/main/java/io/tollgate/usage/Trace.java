package io.tollgate.usage;

import java.io.StringWriter;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who else could have answered a request, and who was passed over. It is kept beside the usage record as JSON, short
 * enough for its column.
 *
 * @param candidates how many there were
 * @param first the first of them, in the order they were to be tried
 */
public record Trace(int candidates, List<Seat> first, List<PassedOver> passedOver) {

    /** Most candidates, and most of those passed over, that are written down. */
    static final int MOST = 16;

    /** Most candidates where the first one simply answered. */
    static final int MOST_IN_PLAIN_CASE = 4;

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int SEAT_BYTES = 32;

    public Trace {
        first = List.copyOf(first);
        passedOver = List.copyOf(passedOver);
    }

    /** A candidate: a deployment with one credential of its provider. */
    public record Seat(UUID deploymentId, UUID credentialId) {

        private String text() {
            ByteBuffer bytes = ByteBuffer.allocate(SEAT_BYTES);
            for (UUID id : List.of(deploymentId, credentialId)) {
                bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
            }
            return ENCODER.encodeToString(bytes.array());
        }

        private static Seat parse(String text) {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            return new Seat(new UUID(bytes.getLong(), bytes.getLong()), new UUID(bytes.getLong(), bytes.getLong()));
        }
    }

    /** Why a candidate was not asked. */
    public enum Cause {
        /** It is left alone until a moment. */
        COOLING,
        /** Another request is finding out how it is. */
        PROBING,
        /** It is left alone until an administrator, or a probe, brings it back. */
        QUARANTINED,
        /** It is at one of its limits. */
        LIMIT,
        /** The request is too long for it. */
        CONTEXT_WINDOW,
        /** Its deployment did not answer in time. */
        SILENT,
        /** Its deployment was called as often as it may be. */
        CALLS,
        /** There were too many further calls lately. */
        RETRY_BUDGET,
        /** The request had taken too long. */
        DEADLINE
    }

    /**
     * A candidate that was not asked when its turn came.
     *
     * @param of what it is left alone for, or whose limit it is and which, such as {@code CREDENTIAL.CONCURRENCY}, or
     *     how many tokens it takes; empty for what is known of the calls made already
     * @param untilMicros from the request to the moment this is over; absent where nobody can say
     */
    public record PassedOver(
            Seat seat, Cause cause, String of, @Nullable Long untilMicros) {}

    /** As JSON. */
    String text() {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeNumberProperty("n", candidates);
            json.writeName("c");
            json.writeStartArray();
            for (Seat seat : first) {
                json.writeString(seat.text());
            }
            json.writeEndArray();
            if (!passedOver.isEmpty()) {
                write(passedOver, json);
            }
            json.writeEndObject();
        }
        return out.toString();
    }

    private static void write(List<PassedOver> passedOver, JsonGenerator json) {
        json.writeName("over");
        json.writeStartArray();
        for (PassedOver each : passedOver) {
            json.writeStartObject();
            json.writeStringProperty("c", each.seat().text());
            json.writeStringProperty("why", each.cause().name());
            json.writeStringProperty("of", each.of());
            if (each.untilMicros() != null) {
                json.writeNumberProperty("until_us", each.untilMicros());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** What was written; absent when nothing was, or nothing that can be read. */
    public static @Nullable Trace parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            JsonNode json = MAPPER.readTree(text);
            List<Seat> first = new ArrayList<>();
            json.path("c").forEach(seat -> first.add(Seat.parse(seat.asString())));
            List<PassedOver> over = new ArrayList<>();
            json.path("over").forEach(each -> over.add(passedOver(each)));
            return new Trace(json.path("n").asInt(), first, over);
        } catch (JacksonException | IllegalArgumentException | BufferUnderflowException e) {
            return null;
        }
    }

    private static PassedOver passedOver(JsonNode json) {
        JsonNode until = json.get("until_us");
        return new PassedOver(
                Seat.parse(json.path("c").asString()),
                Cause.valueOf(json.path("why").asString()),
                json.path("of").asString(""),
                until == null ? null : Long.valueOf(until.asLong()));
    }

    /** Everybody it speaks of. */
    List<Seat> seats() {
        List<Seat> seats = new ArrayList<>(first);
        passedOver.stream().map(PassedOver::seat).forEach(seats::add);
        return seats;
    }
}
