package io.tollgate.dialect;

import io.tollgate.chat.Operation;
import io.tollgate.storage.Spool;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads requests in OpenAI's wire format, whichever of its operations they are for. */
public final class OpenAiRequests {

    private final Intake intake;

    public OpenAiRequests(Intake intake) {
        this.intake = intake;
    }

    /** @see ClientDialect#decode */
    ClientRequest decode(ClientDialect dialect, Inbound inbound) throws DialectException, IOException {
        Operation operation = inbound.operation();
        boolean form = operation.body() == Operation.Body.MULTIPART;
        String type = Intake.mediaType(inbound.contentType());
        boolean multipart = type.equals("multipart/form-data");
        boolean json = type.equals("application/json");
        if (form ? !multipart && !(json && operation == Operation.IMAGE_EDITS) : !json) {
            throw Intake.wrongType(form ? "multipart/form-data" : "application/json");
        }
        Spool raw = intake.receive(inbound);
        if (multipart) {
            String contentType = inbound.contentType();
            return MultipartRequestReader.read(dialect, operation, contentType == null ? "" : contentType, raw);
        }
        try (raw) {
            return json(dialect, inbound, raw);
        }
    }

    private JsonRequest json(ClientDialect dialect, Inbound inbound, Spool raw) throws DialectException, IOException {
        byte @Nullable [] bytes = raw.array();
        Spool checked = intake.spool(raw.size());
        try {
            JsonRequestReader reader = new JsonRequestReader(dialect, inbound.operation(), inbound.model(), checked);
            return bytes == null
                    ? intake.large(raw, text -> reader.read(Json.request(text)))
                    : reader.read(Json.request(Intake.text(bytes, (int) raw.size())));
        } catch (DialectException | IOException | RuntimeException e) {
            checked.close();
            throw e;
        }
    }
}
