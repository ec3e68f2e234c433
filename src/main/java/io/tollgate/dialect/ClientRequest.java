package io.tollgate.dialect;

import io.tollgate.chat.Asked;
import io.tollgate.chat.Operation;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request as a client made it, read and checked; holds what the client sent until it is closed. */
public sealed interface ClientRequest extends AutoCloseable permits JsonRequest, MultipartRequest, TreeRequest {

    /** What the request is written in. */
    ClientDialect dialect();

    Operation operation();

    /** Whether it is written in OpenAI's dialect, whichever of its operations it is for. */
    default boolean isOpenAi() {
        return true;
    }

    /** The model's name as the client asked for it. */
    String model();

    /** The same request for another model. What it holds is still the first one's to close. */
    ClientRequest as(String otherModel);

    /** Whether the client wants the answer bit by bit. */
    boolean streamed();

    /** Whether the client wants to see usage in a streamed answer. */
    boolean usageAsked();

    /** The stored response it goes on from, by the id its provider gave it. */
    default @Nullable String previousResponse() {
        return null;
    }

    /**
     * The dialect whose sealed thinking the conversation holds, wrapped in the client's own: only providers of that
     * dialect can read it.
     */
    default @Nullable String sealedBy() {
        return null;
    }

    /** Hashes of the seals the conversation holds, as {@link SealHash} makes them, in their order. */
    default List<Long> seals() {
        return List.of();
    }

    /** Characters of the {@code input}, where an operation is billed in those. */
    long inputCharacters();

    /**
     * The same number for requests that belong to one conversation, by the name a client gives it or by how it begins;
     * 0 where no prompt cache would gain from it.
     */
    default long affinity() {
        return 0;
    }

    /** How long it is, and how long its answer may become; takes a look at all of it. */
    Extent extent();

    /**
     * The request for a provider that speaks the same dialect.
     *
     * @param providerModel the provider's name for the model
     * @param stream whether to ask for a stream, whatever the client wants
     * @param quirks how the provider differs from its dialect
     */
    ProviderRequest encode(String providerModel, boolean stream, Set<Quirk> quirks);

    /**
     * What is asked for, in no dialect: for a provider that speaks another one.
     *
     * @param losses is told which members of the request are not understood
     * @throws DialectException when it cannot be said in another dialect, or is wrong
     */
    Asked asked(Losses losses) throws DialectException;

    /** Writes what is asked for: the same bytes whenever the same is asked, however that was framed. */
    void writeTo(OutputStream out) throws IOException;

    @Override
    void close();
}
