package io.tollgate.dialect;

import io.tollgate.chat.Asked;
import io.tollgate.chat.Operation;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON request, checked and held as a tree.
 *
 * @param same writes the request for a provider of the same dialect
 */
record TreeRequest(
        ClientDialect dialect, Operation operation, String model, boolean streamed, ObjectNode body, Native same)
        implements ClientRequest {

    /** Writes a request for a provider of the same dialect. */
    interface Native {
        ProviderRequest encode(ObjectNode body, String providerModel, boolean stream);
    }

    @Override
    public boolean isOpenAi() {
        return false;
    }

    @Override
    public boolean usageAsked() {
        return true;
    }

    @Override
    public @Nullable String sealedBy() {
        return SealMark.of(body);
    }

    @Override
    public long inputCharacters() {
        return 0;
    }

    @Override
    public ProviderRequest encode(String providerModel, boolean stream, Set<Quirk> quirks) {
        return same.encode(body, providerModel, stream);
    }

    @Override
    public Asked asked(Losses losses) throws DialectException {
        losses.droppedBut(dialect.known(operation), body);
        return dialect.read(operation, body);
    }

    @Override
    public void close() {
        // nothing lies outside of memory
    }
}
