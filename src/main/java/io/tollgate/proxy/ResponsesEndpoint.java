package io.tollgate.proxy;

import static io.tollgate.chat.GatewayError.invalid;

import io.tollgate.dialect.AnswerScan;
import io.tollgate.dialect.DialectException;
import io.tollgate.dialect.FrameEditor;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderResponse;
import io.tollgate.provider.Target;
import io.tollgate.storage.Spool;
import io.tollgate.storage.Spools;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Responses that providers keep: read again, cancelled, deleted, each at the credential that made it. */
final class ResponsesEndpoint {

    private static final Pattern TAIL = Pattern.compile("([A-Za-z0-9_-]{1,200})(/cancel|/input_items)?");
    private static final long LARGEST = 64L * 1024 * 1024;

    private final StoredResponses responses;
    private final Spools spools;

    ResponsesEndpoint(StoredResponses responses, Spools spools) {
        this.responses = responses;
        this.spools = spools;
    }

    void read(Call call) throws DialectException, IOException {
        send("GET", call, "", "/input_items");
    }

    void cancel(Call call) throws DialectException, IOException {
        send("POST", call, "/cancel");
    }

    void delete(Call call) throws DialectException, IOException {
        send("DELETE", call, "");
    }

    private void send(String method, Call call, String... below) throws DialectException, IOException {
        Matcher tail = TAIL.matcher(call.tail());
        boolean known = tail.matches() && List.of(below).contains(tail.group(2) == null ? "" : tail.group(2));
        StoredResponses.Stored stored = known ? responses.find(tail.group(1), call.caller()) : null;
        Target maker = stored == null ? null : call.catalog().models().target(stored.credentialId());
        if (stored == null || maker == null) {
            throw new DialectException(invalid(
                    404, "response_not_found", "No such response is known: it was made elsewhere, or too long ago."));
        }
        try (ProviderResponse response = maker.transport().fetch(method, "/responses/" + call.tail(), maker);
                Spool spool = spools.create(0)) {
            pass(response, spool, stored.model(), call);
        } catch (ProviderException e) {
            throw new DialectException(e.failure().error());
        }
    }

    private static void pass(ProviderResponse response, Spool spool, String model, Call call)
            throws IOException, ProviderException {
        AnswerScan scan = new AnswerScan();
        try {
            if (!spool.receive(response.body(), LARGEST)) {
                throw Upstream.tooLarge();
            }
            scan.read(spool.open());
        } catch (IOException e) {
            throw response.failed(e);
        }
        call.response().setContentType("application/json");
        new FrameEditor(model, false).whole(spool, scan).writeTo(call.response().getOutputStream());
    }
}
