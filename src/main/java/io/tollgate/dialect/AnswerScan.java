package io.tollgate.dialect;

import io.tollgate.chat.Usage;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One cheap pass over the tokens of an OpenAI answer or of one event of it: is it JSON, what was used, has it failed or
 * finished, and where the members stand that change on the way to the client. Kept for one exchange and used for each
 * of its events in turn.
 */
public final class AnswerScan {

    private static final int TRACKED = 63; // choices beyond this are not told apart

    private final boolean identified;
    private @Nullable String id;
    private int depth;
    private long begunChoices;
    private long finishedChoices;

    private long modelFrom;
    private long modelTo;
    private long usageFrom;
    private long usageTo;
    private int choices;
    private int images;
    private boolean failed;
    private boolean meaningful;
    private @Nullable String type;
    private @Nullable Usage usage;
    private double seconds;

    /** Of answers whose ids do not matter. */
    public AnswerScan() {
        this(false);
    }

    /** @param identified whether to find the answer's id */
    public AnswerScan(boolean identified) {
        this.identified = identified;
    }

    /** The answer's id, as first said. */
    public @Nullable String id() {
        return id;
    }

    /**
     * Reads one event.
     *
     * @throws StreamFormatException when it is no JSON object
     */
    public void read(byte[] bytes, int from, int to) throws StreamFormatException {
        read(Json.answer(bytes, from, to));
    }

    /**
     * Reads a whole answer.
     *
     * @throws StreamFormatException when it is no JSON object
     */
    public void read(InputStream in) throws StreamFormatException {
        read(Json.answer(in));
    }

    private void read(JsonParser parser) throws StreamFormatException {
        modelFrom = modelTo = usageFrom = usageTo = -1;
        choices = -1;
        images = 0;
        seconds = 0;
        failed = meaningful = false;
        type = null;
        usage = null;
        depth = 0;
        try (parser) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new StreamFormatException("The answer is no JSON object");
            }
            members(parser);
            if (parser.nextToken() != null) {
                throw new StreamFormatException("The answer holds more than one JSON value");
            }
        } catch (JacksonException e) {
            throw new StreamFormatException("The answer is not valid JSON");
        }
    }

    private void members(JsonParser parser) {
        depth++;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            switch (parser.currentName()) {
                case "model" -> model(parser);
                case "id" -> id(parser);
                case "usage" -> usage(parser);
                case "choices" -> choices(parser);
                case "data" -> images = count(parser);
                case "error" -> failed |= skip(parser) != JsonToken.VALUE_NULL;
                case "duration" -> duration(parser);
                case "type" ->
                    type = parser.nextToken() == JsonToken.VALUE_STRING ? parser.getString() : structure(parser);
                case "response" -> response(parser);
                default -> skip(parser);
            }
        }
        depth--;
    }

    private void id(JsonParser parser) {
        JsonToken token = skip(parser);
        if (identified && id == null && token == JsonToken.VALUE_STRING) {
            id = parser.getString();
        }
    }

    private @Nullable String structure(JsonParser parser) {
        parser.skipChildren();
        return null;
    }

    /** The answer inside an event of the Responses API. */
    private void response(JsonParser parser) {
        if (parser.nextToken() == JsonToken.START_OBJECT && depth == 1) {
            members(parser);
        } else {
            parser.skipChildren();
        }
    }

    private void model(JsonParser parser) {
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
            modelFrom = parser.currentTokenLocation().getByteOffset();
            parser.getString();
            modelTo = parser.currentLocation().getByteOffset();
        } else {
            parser.skipChildren();
        }
    }

    private void usage(JsonParser parser) {
        long from = parser.currentTokenLocation().getByteOffset();
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            usage = UsageReader.read(parser);
        } else {
            parser.skipChildren();
        }
        if (depth == 1) {
            usageFrom = from;
            usageTo = parser.currentLocation().getByteOffset();
        }
    }

    private void choices(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        choices = 0;
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            choice(parser, choices++);
        }
        meaningful |= choices > 0;
    }

    private void choice(JsonParser parser, int place) {
        int index = place;
        boolean ended = false;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = skip(parser);
            if (name.equals("finish_reason")) {
                ended |= value == JsonToken.VALUE_STRING;
            } else if (name.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
                index = parser.getIntValue();
            }
        }
        long bit = 1L << Math.clamp(index, 0, TRACKED);
        begunChoices |= bit;
        finishedChoices |= ended ? bit : 0;
    }

    private static int count(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return 0;
        }
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            parser.skipChildren();
            count++;
        }
        return count;
    }

    private void duration(JsonParser parser) {
        JsonToken token = parser.nextToken();
        if (token.isNumeric()) {
            seconds = parser.getDoubleValue();
        } else {
            parser.skipChildren();
        }
    }

    private static JsonToken skip(JsonParser parser) {
        JsonToken token = parser.nextToken();
        parser.skipChildren();
        return token;
    }

    /** Where the value of {@code model} starts, counted from the start of what was read; -1 without one. */
    public long modelFrom() {
        return modelFrom;
    }

    public long modelTo() {
        return modelTo;
    }

    /** Where the member {@code usage} starts; -1 without one. */
    public long usageFrom() {
        return usageFrom;
    }

    public long usageTo() {
        return usageTo;
    }

    /** How many choices it holds; -1 when it has no {@code choices} at all. */
    public int choices() {
        return choices;
    }

    /** How many images, embeddings or the like its {@code data} holds. */
    public int images() {
        return images;
    }

    /** Length of the audio it speaks of. */
    public double seconds() {
        return seconds;
    }

    /** Whether every choice seen so far, in this event and those before it, has said why it ended. */
    public boolean finished() {
        return begunChoices != 0 && begunChoices == finishedChoices;
    }

    /** Whether it is an error. */
    public boolean failed() {
        return failed;
    }

    /** Whether it has a choice: something to show. */
    public boolean meaningful() {
        return meaningful;
    }

    public @Nullable String type() {
        return type;
    }

    /** What was used, where it says so. */
    public @Nullable Usage usage() {
        return usage;
    }
}
