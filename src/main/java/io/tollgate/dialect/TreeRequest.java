package io.tollgate.dialect;

import io.tollgate.chat.Asked;
import io.tollgate.chat.Operation;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
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
    public TreeRequest as(String otherModel) {
        return new TreeRequest(dialect, operation, otherModel, streamed, body, same);
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
    public List<Long> seals() {
        return SealMark.hashes(body);
    }

    @Override
    public long inputCharacters() {
        return 0;
    }

    @Override
    public long affinity() {
        return ConversationStart.of(body);
    }

    @Override
    public Extent extent() {
        return Extent.of(body);
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
    public void writeTo(OutputStream out) throws IOException {
        out.write(Json.bytes(body));
    }

    @Override
    public void close() {
        // nothing lies outside of memory
    }
}
