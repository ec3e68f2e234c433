package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalid;
import static io.tollgate.chat.GatewayError.invalidParam;

import io.tollgate.chat.Operation;
import io.tollgate.dialect.JsonRequest.Span;
import io.tollgate.storage.Spool;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one JSON request strictly, in one pass of its tokens, and writes it anew as it goes: what a provider gets is
 * what was checked here, with every number as it was written and the members in their order. Serves one request.
 */
final class JsonRequestReader {

    private static final BigInteger LARGEST = BigInteger.valueOf(Integer.MAX_VALUE);
    private static final Set<String> GUARDED = Set.of("model", "stream", "stream_options", "messages");

    private final ClientDialect dialect;
    private final Operation operation;
    private final @Nullable String pathModel;
    private final Spool body;
    private final SpoolCounter out;
    private final JsonGenerator generator;

    private @Nullable String model;
    private @Nullable Span modelValue;
    private boolean streamed;
    private @Nullable Span streamValue;
    private @Nullable Span optionsValue;
    private String options = "";
    private boolean usageAsked;
    private boolean messagesSeen;
    private long inputCharacters;
    private final PromptEstimate prompt = new PromptEstimate();
    private @Nullable Long maxTokens;
    private long choices = 1;
    private @Nullable String previousResponse;
    private @Nullable String conversation;
    private int conversationRank;
    private @Nullable Span start;
    private @Nullable String sealedBy;
    private final List<Long> seals = new ArrayList<>(0);

    /** @param pathModel the model, where the path names it: what the body says does not count then */
    JsonRequestReader(ClientDialect dialect, Operation operation, @Nullable String pathModel, Spool body) {
        this.pathModel = pathModel;
        this.dialect = dialect;
        this.operation = operation;
        this.body = body;
        this.out = new SpoolCounter(body);
        this.generator = Json.generator(out);
    }

    JsonRequest read(JsonParser parser) throws DialectException {
        try (parser;
                generator) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw wrong(null, "The request body must be a JSON object.");
            }
            generator.writeStartObject();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                requireText(parser);
                member(parser, parser.currentName());
            }
            generator.writeEndObject();
            generator.flush();
            if (parser.nextToken() != null) {
                throw wrong(null, "The request body holds more than one JSON value.");
            }
        } catch (JacksonException e) {
            throw Intake.refused(e);
        }
        return request();
    }

    private JsonRequest request() throws DialectException {
        if (pathModel != null) {
            model = pathModel;
        }
        if (model == null) {
            throw new DialectException(
                    invalidParam("model", "missing_required_parameter", "Missing required parameter: 'model'."));
        }
        if (operation == Operation.CHAT && !messagesSeen) {
            throw new DialectException(
                    invalidParam("messages", "missing_required_parameter", "Missing required parameter: 'messages'."));
        }
        return new JsonRequest(
                dialect,
                operation,
                body,
                model,
                streamed,
                usageAsked,
                inputCharacters,
                prompt.tokens(),
                maxTokens,
                choices,
                previousResponse,
                sealedBy,
                seals,
                conversation,
                start,
                pathModel,
                modelValue,
                streamValue,
                optionsValue,
                options);
    }

    private void member(JsonParser parser, String name) throws DialectException {
        generator.writeName(name);
        JsonToken token = parser.nextToken();
        switch (name) {
            case "model" -> model(parser, token);
            case "stream" -> stream(parser, token);
            case "stream_options" -> streamOptions(parser, token);
            case "messages" -> messages(parser, token);
            case "input" -> input(parser, token);
            case "max_tokens", "max_completion_tokens", "max_output_tokens" -> {
                long most = whole(parser, token);
                maxTokens = most < 0 || maxTokens != null && maxTokens > most ? maxTokens : Long.valueOf(most);
                copy(parser, generator);
            }
            case "n" -> {
                choices = Math.max(1, whole(parser, token));
                copy(parser, generator);
            }
            case "background", "previous_response_id" -> ofResponses(parser, token, name);
            case "prompt_cache_key" -> conversation(parser, token, 3);
            case "session_id" -> conversation(parser, token, 2);
            case "user" -> conversation(parser, token, 1);
            default -> {
                for (String guarded : GUARDED) {
                    if (guarded.equalsIgnoreCase(name)) {
                        throw wrong(name, "'" + name + "' is written '" + guarded + "'.");
                    }
                }
                copy(parser, generator);
            }
        }
    }

    private void model(JsonParser parser, JsonToken token) throws DialectException {
        if (token != JsonToken.VALUE_STRING || parser.getString().isBlank()) {
            throw wrong("model", "'model' must be a string that names a model.");
        }
        requireText(parser);
        model = parser.getString();
        if (model.length() > ClientDialect.LONGEST_MODEL) {
            throw wrong("model", "'model' is longer than " + ClientDialect.LONGEST_MODEL + " characters.");
        }
        long from = valuePosition();
        generator.writeString(model);
        modelValue = new Span(from, position());
    }

    /** A whole number as far as it is one; -1 when it is not. */
    private static long whole(JsonParser parser, JsonToken token) {
        return token == JsonToken.VALUE_NUMBER_INT
                ? parser.getBigIntegerValue().min(LARGEST).longValue()
                : -1;
    }

    /** What is answered later is fetched by nobody who could write its usage down. */
    private void ofResponses(JsonParser parser, JsonToken token, String name) throws DialectException {
        if (operation == Operation.RESPONSES && name.equals("background") && token == JsonToken.VALUE_TRUE) {
            throw new DialectException(invalidParam(
                    name,
                    "unsupported_parameter",
                    "'background' is not offered: what the answer uses could not be billed. Leave it out, or stream."));
        } else if (operation == Operation.RESPONSES && token == JsonToken.VALUE_STRING) {
            previousResponse = name.equals("background") ? previousResponse : parser.getString();
        }
        copy(parser, generator);
    }

    /** The name that says most counts. */
    private void conversation(JsonParser parser, JsonToken token, int rank) throws DialectException {
        if (token == JsonToken.VALUE_STRING
                && rank > conversationRank
                && !parser.getString().isEmpty()) {
            conversation = parser.getString();
            conversationRank = rank;
        }
        copy(parser, generator);
    }

    private void stream(JsonParser parser, JsonToken token) throws DialectException {
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE && token != JsonToken.VALUE_NULL) {
            throw wrong("stream", "'stream' must be true or false.");
        }
        streamed = token == JsonToken.VALUE_TRUE;
        long from = valuePosition();
        copy(parser, generator);
        streamValue = new Span(from, position());
    }

    private void streamOptions(JsonParser parser, JsonToken token) throws DialectException {
        if (token != JsonToken.START_OBJECT && token != JsonToken.VALUE_NULL) {
            throw wrong("stream_options", "'stream_options' must be an object.");
        }
        long from = valuePosition();
        if (token == JsonToken.VALUE_NULL) {
            generator.writeNull();
        } else {
            StringJoiner others = new StringJoiner(",");
            generator.writeStartObject();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                option(parser, others);
            }
            generator.writeEndObject();
            options = others.toString();
        }
        optionsValue = new Span(from, position());
    }

    private void option(JsonParser parser, StringJoiner others) throws DialectException {
        requireText(parser);
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        generator.writeName(name);
        if (name.equals("include_usage")) {
            if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE && token != JsonToken.VALUE_NULL) {
                throw wrong("stream_options.include_usage", "'include_usage' must be true or false.");
            }
            usageAsked = token == JsonToken.VALUE_TRUE;
            copy(parser, generator);
        } else {
            ByteArrayOutputStream value = new ByteArrayOutputStream();
            try (JsonGenerator own = Json.generator(value)) {
                copy(parser, own);
            }
            String json = value.toString(StandardCharsets.UTF_8);
            others.add(JsonText.quote(name) + ":" + json);
            generator.writeRawValue(json);
        }
    }

    private void messages(JsonParser parser, JsonToken token) throws DialectException {
        messagesSeen = true;
        if (operation != Operation.CHAT) {
            copy(parser, generator);
            return;
        }
        if (token != JsonToken.START_ARRAY) {
            throw wrong("messages", "'messages' must be an array of messages.");
        }
        long from = valuePosition();
        generator.writeStartArray();
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw wrong("messages[" + count + "]", "Every message must be an object with a 'role'.");
            }
            message(parser, count++, from);
        }
        generator.writeEndArray();
        if (count == 0) {
            throw new DialectException(
                    invalidParam("messages", "empty_array", "'messages' must hold at least one message."));
        }
    }

    private void message(JsonParser parser, int index, long from) throws DialectException {
        String role = turn(parser);
        if (role.isBlank()) {
            throw wrong("messages[" + index + "].role", "Every message must have a 'role' that is a string.");
        }
        noteStart(role, from);
    }

    /** Copies one turn of a conversation and gives its role; empty when it has none. */
    private String turn(JsonParser parser) throws DialectException {
        String role = "";
        generator.writeStartObject();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            requireText(parser);
            String name = parser.currentName();
            generator.writeName(name);
            JsonToken token = parser.nextToken();
            if (name.equals("role")) {
                role = token == JsonToken.VALUE_STRING ? parser.getString() : "";
            }
            copy(parser, generator);
        }
        generator.writeEndObject();
        return role;
    }

    /** The first question ends what tells one conversation from another. */
    private void noteStart(String role, long from) {
        if (start == null && role.equals("user")) {
            start = new Span(from, position());
        }
    }

    private void input(JsonParser parser, JsonToken token) throws DialectException {
        if (operation == Operation.SPEECH) {
            if (token != JsonToken.VALUE_STRING) {
                throw wrong("input", "'input' must be a string.");
            }
            String text = parser.getString();
            inputCharacters = text.codePointCount(0, text.length());
        }
        if (operation == Operation.RESPONSES) {
            turns(parser, token);
        } else {
            copy(parser, generator);
        }
    }

    private void turns(JsonParser parser, JsonToken token) throws DialectException {
        long from = valuePosition();
        if (token != JsonToken.START_ARRAY) {
            copy(parser, generator);
            noteStart("user", from);
            return;
        }
        generator.writeStartArray();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                noteStart(turn(parser), from);
            } else {
                copy(parser, generator);
            }
        }
        generator.writeEndArray();
    }

    /** Copies the value the parser stands on, numbers letter by letter. */
    private void copy(JsonParser parser, JsonGenerator to) throws DialectException {
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            switch (token) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> to.writeNumber(parser.getString());
                case PROPERTY_NAME -> {
                    requireText(parser);
                    to.copyCurrentEvent(parser);
                }
                case VALUE_STRING -> {
                    requireText(parser);
                    noteSeal(parser);
                    to.copyCurrentEvent(parser);
                }
                default -> to.copyCurrentEvent(parser);
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        } while (depth > 0 && parser.nextToken() != null);
    }

    /** Conversations of the Responses API hold seals of their own dialect, others those of another. */
    private void noteSeal(JsonParser parser) {
        if ((sealedBy != null || operation == Operation.RESPONSES) && SealMark.isName(parser.currentName())) {
            seals.add(SealHash.of(parser.getString()));
        }
    }

    private void requireText(JsonParser parser) throws DialectException {
        char[] text = parser.getStringCharacters();
        int from = parser.getStringOffset();
        int to = from + parser.getStringLength();
        Surrogates.require(text, from, to);
        prompt.add(text, from, to);
        if (sealedBy == null) {
            sealedBy = SealMark.of(text, from, to);
        }
    }

    /** Where the next value starts: behind the colon, which is written together with it. */
    private long valuePosition() {
        return position() + 1;
    }

    private long position() {
        return out.count() + generator.streamWriteOutputBuffered();
    }

    static DialectException wrong(@Nullable String param, String message) {
        return new DialectException(
                param == null ? invalid(400, "invalid_json", message) : invalidParam(param, "invalid_value", message));
    }
}
