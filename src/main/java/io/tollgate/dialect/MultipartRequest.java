package io.tollgate.dialect;

import io.tollgate.chat.Asked;
import io.tollgate.chat.Operation;
import io.tollgate.storage.Spool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A form with files, read part by part and written anew with a boundary of our own, so that a provider sees the parts
 * that were checked here and no others.
 *
 * @param raw what the client sent
 */
record MultipartRequest(
        ClientDialect dialect, Operation operation, Spool raw, List<Part> parts, String model, boolean streamed)
        implements ClientRequest {

    /**
     * One part.
     *
     * @param head its header lines, each ended by CRLF
     * @param from where its content starts
     * @param to where its content ends
     */
    record Part(String name, String head, long from, long to) {}

    @Override
    public MultipartRequest as(String otherModel) {
        return new MultipartRequest(dialect, operation, raw, parts, otherModel, streamed);
    }

    @Override
    public boolean usageAsked() {
        return true;
    }

    @Override
    public long inputCharacters() {
        return 0;
    }

    @Override
    public Extent extent() {
        return Extent.ofSound(raw.size());
    }

    @Override
    public ProviderRequest encode(String providerModel, boolean stream, Set<Quirk> quirks) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String boundary = "tollgate" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        Body body = new Body();
        for (Part part : parts) {
            body.add("--" + boundary + "\r\n" + part.head() + "\r\n");
            if (part.name().equals("model")) {
                body.add(providerModel);
            } else {
                body.add(raw, part.from(), part.to());
            }
            body.add("\r\n");
        }
        body.add("--" + boundary + "--\r\n");
        return new ProviderRequest(
                operation,
                operation.path(),
                providerModel,
                "multipart/form-data; boundary=" + boundary,
                Map.of(),
                body,
                streamed);
    }

    @Override
    public Asked asked(Losses losses) throws DialectException {
        throw OpenAiClientDialect.notConverted(operation);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        for (Part part : parts) {
            out.write((part.head() + (part.to() - part.from()) + '\n').getBytes(StandardCharsets.UTF_8));
            raw.copy(part.from(), part.to(), out);
        }
    }

    @Override
    public void close() {
        raw.close();
    }
}
