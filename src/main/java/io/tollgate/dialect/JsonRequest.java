package io.tollgate.dialect;

import io.tollgate.chat.Asked;
import io.tollgate.chat.Operation;
import io.tollgate.storage.Spool;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON request, checked and written anew into a spool, with the places of the members that change on the way to a
 * provider.
 *
 * @param body the whole object, without white space
 * @param maxTokens most tokens of an answer, where the client limits them
 * @param choices how many answers are asked for
 * @param conversation what the client calls the conversation
 * @param start where the conversation stands, as far as its first question
 * @param pathModel the model, where it is not the body that names it
 * @param modelValue where the value of {@code model} stands
 * @param streamValue where the value of {@code stream} stands
 * @param optionsValue where the value of {@code stream_options} stands
 * @param options the members of {@code stream_options} but for {@code include_usage}, as JSON without braces
 */
record JsonRequest(
        ClientDialect dialect,
        Operation operation,
        Spool body,
        String model,
        boolean streamed,
        boolean usageAsked,
        long inputCharacters,
        long promptTokens,
        @Nullable Long maxTokens,
        long choices,
        @Nullable String previousResponse,
        @Nullable String sealedBy,
        List<Long> seals,
        @Nullable String conversation,
        @Nullable Span start,
        @Nullable String pathModel,
        @Nullable Span modelValue,
        @Nullable Span streamValue,
        @Nullable Span optionsValue,
        String options)
        implements ClientRequest {

    /** A range of bytes. */
    record Span(long from, long to) {}

    private record Edit(Span place, String text) {}

    /** What the body says does not count any more. */
    @Override
    public JsonRequest as(String otherModel) {
        return new JsonRequest(
                dialect,
                operation,
                body,
                otherModel,
                streamed,
                usageAsked,
                inputCharacters,
                promptTokens,
                maxTokens,
                choices,
                previousResponse,
                sealedBy,
                seals,
                conversation,
                start,
                otherModel,
                modelValue,
                streamValue,
                optionsValue,
                options);
    }

    @Override
    public long affinity() {
        if (conversation != null) {
            return ConversationStart.named(conversation);
        }
        return start == null ? 0 : ConversationStart.of(body, start);
    }

    @Override
    public Extent extent() {
        return new Extent(promptTokens, maxTokens, choices, 0);
    }

    @Override
    public ProviderRequest encode(String providerModel, boolean stream, Set<Quirk> quirks) {
        List<Edit> edits = new ArrayList<>(4);
        StringBuilder appended = new StringBuilder();
        set(
                edits,
                appended,
                "model",
                modelValue,
                JsonText.quote(providerModel),
                pathModel != null || !providerModel.equals(model));
        if (operation.hasChoices() || stream != streamed) {
            set(edits, appended, "stream", streamValue, stream ? "true" : "false", stream != streamed);
        }
        if (operation.hasChoices()) {
            boolean usage = stream && !quirks.contains(Quirk.NO_STREAM_OPTIONS);
            boolean change = usage ? !usageAsked || stream != streamed : optionsValue != null;
            set(edits, appended, "stream_options", optionsValue, usage ? withUsage() : "null", change);
        }
        return ProviderRequest.json(operation, operation.path(), providerModel, splice(edits, appended), stream);
    }

    /** Whether vectors are wanted as Base64. */
    boolean asksForBase64() {
        try {
            return Json.tree(body.open()).path("encoding_format").asString("").equals("base64");
        } catch (StreamFormatException e) {
            return false;
        }
    }

    @Override
    public Asked asked(Losses losses) throws DialectException {
        try {
            ObjectNode tree = Json.tree(body.open());
            losses.droppedBut(dialect.known(operation), tree);
            return dialect.read(operation, tree);
        } catch (StreamFormatException e) {
            throw new IllegalStateException("A checked request cannot be read again", e);
        }
    }

    private String withUsage() {
        return "{" + options + (options.isEmpty() ? "" : ",") + "\"include_usage\":true}";
    }

    private static void set(
            List<Edit> edits, StringBuilder appended, String name, @Nullable Span place, String value, boolean change) {
        if (!change) {
            return;
        }
        if (place != null) {
            edits.add(new Edit(place, value));
        } else {
            appended.append(",\"").append(name).append("\":").append(value);
        }
    }

    private Body splice(List<Edit> edits, CharSequence appended) {
        edits.sort(Comparator.comparingLong(edit -> edit.place().from()));
        Body result = new Body();
        long at = 0;
        for (Edit edit : edits) {
            result.add(body, at, edit.place().from()).add(edit.text());
            at = edit.place().to();
        }
        long last = body.size() - 1;
        return appended.isEmpty()
                ? result.add(body, at, body.size())
                : result.add(body, at, last).add(appended + "}");
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        body.copy(0, body.size(), out);
    }

    @Override
    public void close() {
        body.close();
    }
}
