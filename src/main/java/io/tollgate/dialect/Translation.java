package io.tollgate.dialect;

import io.tollgate.chat.AnswerCollector;
import io.tollgate.chat.Asked;
import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.ConversationEstimate;
import io.tollgate.chat.Embeddings;
import io.tollgate.chat.EmbeddingsRequest;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
import io.tollgate.chat.Seal;
import io.tollgate.chat.TokenCountRequest;
import io.tollgate.chat.TokenEstimate;
import io.tollgate.chat.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One exchange between a client and a provider that do not share OpenAI's dialect: the request is converted, and so is
 * the answer, frame by frame. Between a client and a provider of one other dialect, frames pass as they are, read on
 * the way to know what was used and how it ended.
 */
public final class Translation {

    private final ClientRequest request;
    private final ProviderDialect provider;
    private final Destination to;
    private @Nullable Asked asked;
    private boolean passes;
    private final Decoder decoder;
    private final Encoder encoder;
    private final Consumer<Seal> seals;
    private final AnswerCollector collector = new AnswerCollector();
    private final Set<Integer> begun = new HashSet<>();
    private final Set<Integer> ended = new HashSet<>();
    private @Nullable Usage usage;
    private @Nullable String failure;
    private boolean meaningful;
    private boolean explained;
    private final TokenEstimate written = new TokenEstimate();

    /**
     * Prepares an exchange.
     *
     * @param inliner fetches images for a provider that takes none by their addresses
     * @throws DialectException when the request cannot be converted
     */
    public Translation(ClientRequest request, ProviderDialect provider, Destination to, Inliner inliner)
            throws DialectException {
        this(request, provider, to, inliner, seal -> {});
    }

    /**
     * Prepares an exchange.
     *
     * @param inliner fetches images for a provider that takes none by their addresses
     * @param seals is told of what the provider seals
     * @throws DialectException when the request cannot be converted
     */
    public Translation(
            ClientRequest request, ProviderDialect provider, Destination to, Inliner inliner, Consumer<Seal> seals)
            throws DialectException {
        this.seals = seals;
        this.request = request;
        this.provider = provider;
        this.to = to;
        this.passes = provider.takes(request, to.quirks())
                && request.streamed() == to.streamed()
                && request.sealedBy() == null;
        this.asked = passes ? null : asked(request, to, inliner);
        this.decoder = provider.decoder();
        this.encoder = request.dialect().encoder(request);
    }

    private static Asked asked(ClientRequest request, Destination to, Inliner inliner) throws DialectException {
        Asked read = request.asked(to.losses());
        return to.has(Quirk.NO_IMAGE_URLS) && read instanceof ChatRequest chat ? new Inlining(inliner).of(chat) : read;
    }

    /**
     * The request as the provider wants it.
     *
     * @throws DialectException when it cannot be said there
     */
    public ProviderRequest request() throws DialectException {
        return switch (asked) {
            case null -> request.encode(to.model(), to.streamed(), to.quirks());
            case ChatRequest chat -> provider.encode(chat, to);
            case EmbeddingsRequest embeddings -> provider.encode(embeddings, to);
            case TokenCountRequest count -> provider.encode(count, to);
        };
    }

    /** Keeps nothing more of the request than the answer needs, once it was sent. */
    public void sent() {
        asked = null;
    }

    /** The answer to a question for the number of tokens that the provider cannot answer: estimated; else absent. */
    public byte @Nullable [] estimated() {
        if (provider.countsTokens() || !(asked instanceof TokenCountRequest count)) {
            return null;
        }
        usage = Usage.ofUnits(0, Usage.Unit.TOKEN, Usage.Source.ESTIMATED);
        return request.dialect().tokenCount(ConversationEstimate.of(count.chat()));
    }

    /** The media type of a streamed answer. */
    public String contentType() {
        return encoder.contentType();
    }

    /** Reads a frame the provider sent, and writes what it comes to. */
    public void frame(FrameReader frame, OutputStream out) throws IOException {
        List<ChatEvent> events = decoder.read(frame.event(), frame.buffer(), frame.from(), frame.to());
        take(events, passes ? OutputStream.nullOutputStream() : out);
        if (passes && failure == null) {
            pass(frame, out);
        }
    }

    private void pass(FrameReader frame, OutputStream out) throws IOException {
        if (request.model().equals(to.model())) {
            encoder.pass(frame.event(), frame.buffer(), frame.from(), frame.to(), out);
            return;
        }
        ObjectNode tree = Json.tree(frame.buffer(), frame.from(), frame.to());
        request.dialect().setModel(tree, request.model());
        byte[] bytes = Json.bytes(tree);
        encoder.pass(frame.event(), bytes, 0, bytes.length, out);
    }

    /** The provider's stream is over: writes what is still to be told, and the end of a stream that ended well. */
    public void end(OutputStream out) throws IOException {
        take(decoder.end(), passes ? OutputStream.nullOutputStream() : out);
        if (finished() && failure == null && request.streamed()) {
            encoder.end(out);
        }
    }

    /** Ends a stream that has begun with an error. */
    public void fail(GatewayError error, OutputStream out) throws IOException {
        encoder.fail(error, out);
    }

    private void take(List<ChatEvent> events, OutputStream out) throws IOException {
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.Failed(String raw)) {
                failure = raw;
                return;
            }
            note(event);
            if (!request.streamed()) {
                collector.add(event);
            } else if (!passes) {
                encoder.write(event, out);
            }
        }
    }

    private void note(ChatEvent event) {
        switch (event) {
            case ChatEvent.UsageReported(Usage reported) -> usage = reported;
            case ChatEvent.Finished end -> {
                begun.add(end.choice());
                ended.add(end.choice());
                explained |= end.reason() != FinishReason.STOP;
            }
            case ChatEvent.TextDelta(int choice, String text) -> begin(choice, text);
            case ChatEvent.ThinkingDelta(int choice, String text) -> begin(choice, text);
            case ChatEvent.RefusalDelta(int choice, String text) -> begin(choice, text);
            case ChatEvent.ToolCallStarted call -> {
                begin(call.choice(), call.name());
                if (call.seal() != null) {
                    seals.accept(call.seal());
                }
            }
            case ChatEvent.ToolCallDelta(int choice, int _, String arguments) -> begin(choice, arguments);
            case ChatEvent.Opaque(int choice, String _, var _) -> begin(choice);
            case ChatEvent.ThinkingSealed(int choice, Seal seal) -> {
                begin(choice);
                seals.accept(seal);
            }
            case ChatEvent.Started _, ChatEvent.Failed _ -> {
                // shows nothing yet
            }
        }
    }

    private void begin(int choice, String text) {
        begun.add(choice);
        written.add(text);
        meaningful |= !text.isEmpty();
    }

    private void begin(int choice) {
        begun.add(choice);
        meaningful = true;
    }

    /**
     * Reads a whole answer.
     *
     * @return the answer the client gets: whole, or as all the frames of a stream if it wanted one; absent when the
     *     provider failed
     */
    public byte @Nullable [] whole(InputStream answer) throws IOException {
        JsonNode tree = Json.answerTree(answer);
        passes &= tree.isObject();
        if (request.operation() == Operation.EMBEDDINGS) {
            Embeddings embeddings = provider.decodeEmbeddings(tree);
            usage = embeddings.usage();
            return passes ? passed(tree) : request.dialect().whole(embeddings, request);
        }
        if (request.operation() == Operation.TOKEN_COUNT) {
            long tokens = provider.decodeTokenCount(tree);
            return passes ? passed(tree) : request.dialect().tokenCount(tokens);
        }
        passes &= !request.streamed();
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        take(provider.decode(tree), frames);
        if (request.streamed() && failure == null) {
            encoder.end(frames);
            return frames.toByteArray();
        }
        if (failure != null) {
            return null;
        }
        return passes ? passed(tree) : collected();
    }

    private byte[] passed(JsonNode tree) {
        if (!request.model().equals(to.model()) && tree instanceof ObjectNode object) {
            request.dialect().setModel(object, request.model());
        }
        return Json.bytes(tree);
    }

    /** The whole answer made of the frames read so far. */
    public byte[] collected() {
        return request.dialect().whole(collector.answer(), request);
    }

    /** Whether something came that is worth showing; that it has ended is not. */
    public boolean meaningful() {
        return meaningful;
    }

    /** Whether it has ended, nothing was written, as its usage says as well, and no reason why. */
    public boolean isHollow() {
        Usage said = usage;
        return finished()
                && said != null
                && said.outputTokens() == 0
                && said.inputTokens() > 0
                && !meaningful
                && !explained;
    }

    /** Whether every choice that began has ended. */
    public boolean finished() {
        return !begun.isEmpty() && ended.containsAll(begun);
    }

    /** The provider's own words, when it failed. */
    public @Nullable String failure() {
        return failure;
    }

    /** What was used, as last said. */
    public @Nullable Usage usage() {
        return usage;
    }

    /** How many tokens the answer has so far, by an estimate. */
    public long outputTokens() {
        return written.tokens();
    }

    /** What could not be carried. */
    public List<String> losses() {
        return to.losses().names();
    }
}
