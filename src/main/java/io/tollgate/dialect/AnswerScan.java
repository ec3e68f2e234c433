package io.tollgate.dialect;

import io.tollgate.chat.Seal;
import io.tollgate.chat.TokenEstimate;
import io.tollgate.chat.Usage;
import java.io.InputStream;
import java.util.Set;
import java.util.function.Consumer;
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

    private static final int ACTION = 3; // in the list of items, an item, its action
    private static final int TRACKED = 63; // choices beyond this are not told apart
    private static final Set<String> SHOWN = Set.of("delta", "message", "text");
    /** Why an answer may hold nothing: it was cut short, held back, or is a call. */
    private static final Set<String> REASONS = Set.of("length", "content_filter", "tool_calls", "function_call");

    private static final Set<String> LABELS = Set.of("role", "id", "type", "status", "encrypted_content");

    private final @Nullable Consumer<Seal> seals;
    private @Nullable String id;
    private int depth;
    private long begunChoices;
    private long finishedChoices;
    private boolean explained;

    private long modelFrom;
    private long modelTo;
    private long usageFrom;
    private long usageTo;
    private int choices;
    private int images;
    private boolean failed;
    private boolean blank;
    private boolean meaningful;
    private @Nullable String type;
    private @Nullable Usage usage;
    private double seconds;
    private final TokenEstimate written = new TokenEstimate();
    private final SearchCount searches = new SearchCount();

    /** Of answers that are of no concern to what is asked later. */
    public AnswerScan() {
        this(null);
    }

    /**
     * Of answers of the Responses API.
     *
     * @param seals is told of encrypted thinking; without it, the answer's id does not matter either
     */
    public AnswerScan(@Nullable Consumer<Seal> seals) {
        this.seals = seals;
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
        blank = true;
        type = null;
        usage = null;
        depth = 0;
        searches.reset();
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
            blank = false;
            switch (parser.currentName()) {
                case "model" -> model(parser);
                case "id" -> id(parser);
                case "usage" -> usage(parser);
                case "choices" -> choices(parser);
                case "delta" -> strings(parser, depth == 1, false);
                case "output" -> strings(parser, depth == 1, true);
                case "data" -> images = count(parser);
                case "error" -> failed |= skip(parser) != JsonToken.VALUE_NULL;
                case "duration" -> duration(parser);
                case "type" ->
                    type = parser.nextToken() == JsonToken.VALUE_STRING ? parser.getString() : structure(parser);
                case "response" -> response(parser);
                case "item" -> strings(parser, false, false);
                case "incomplete_details" -> explained |= skip(parser) != JsonToken.VALUE_NULL;
                default -> skip(parser);
            }
        }
        depth--;
    }

    private void id(JsonParser parser) {
        JsonToken token = skip(parser);
        if (seals != null && id == null && token == JsonToken.VALUE_STRING) {
            id = parser.getString();
        }
    }

    /**
     * Looks at every string in the value that follows: its text may count as written, and thinking may be sealed.
     *
     * @param items whether they are the items of the answer, some of which may be searches
     */
    private void strings(JsonParser parser, boolean weighed, boolean items) {
        int open = 0;
        String name = "";
        do {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.PROPERTY_NAME) {
                name = parser.currentName();
            } else if (token == JsonToken.VALUE_STRING) {
                string(parser, name, weighed);
                if (items && name.equals("type") && open <= ACTION) {
                    searches.type(parser.getString(), open == ACTION);
                }
            }
            if (items && open == 1) {
                searches.end();
                searches.begin();
            }
            open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        } while (open > 0);
    }

    private void string(JsonParser parser, String name, boolean weighed) {
        if (seals != null && name.equals("encrypted_content")) {
            seals.accept(new Seal(ResponsesProviderDialect.NAME, parser.getString()));
        } else if (weighed && !LABELS.contains(name)) {
            char[] text = parser.getStringCharacters();
            int from = parser.getStringOffset();
            written.add(text, from, from + parser.getStringLength());
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
            if (SHOWN.contains(name)) {
                strings(parser, true, false);
                continue;
            }
            JsonToken value = skip(parser);
            if (name.equals("finish_reason")) {
                ended |= value == JsonToken.VALUE_STRING;
                explained |= value == JsonToken.VALUE_STRING && REASONS.contains(parser.getString());
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

    /** Whether it is an object without any member. */
    public boolean isBlank() {
        return blank;
    }

    /**
     * Whether nothing was written, in this event and those before it, as what was used says as well, and no reason why.
     * Tells something only where tokens are written, and once all has been said.
     */
    public boolean isHollow(@Nullable Usage said) {
        return said != null
                && said.outputTokens() == 0
                && said.inputTokens() > 0
                && written.tokens() == 0
                && !explained;
    }

    /** Whether it has a choice: something to show. */
    public boolean meaningful() {
        return meaningful;
    }

    public @Nullable String type() {
        return type;
    }

    /** How many tokens the text of everything read so far has, by an estimate. */
    public long outputTokens() {
        return written.tokens();
    }

    /** What was used, where it says so. */
    public @Nullable Usage usage() {
        return usage == null ? null : usage.withWebSearches(searches.searches());
    }
}
