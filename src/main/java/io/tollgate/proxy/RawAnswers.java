package io.tollgate.proxy;

import io.tollgate.dialect.Body;
import io.tollgate.dialect.ClientRequest;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderResponse;
import io.tollgate.storage.Spool;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.util.List;

/**
 * Answers of which only the length is looked at: sound, images, texts. Sound is passed on as it comes, for it is
 * listened to meanwhile; a text, or whatever is asked for safely, once it is whole, so that one that breaks off is
 * asked for elsewhere.
 */
final class RawAnswers {

    private RawAnswers() {}

    static Answer live(ProviderResponse response, String type) throws IOException, ProviderException {
        PushbackInputStream body = new PushbackInputStream(response.body());
        int first = body.read();
        if (first >= 0) {
            body.unread(first);
        } else if (!maySayNothing(type)) {
            throw Upstream.empty();
        }
        return new Answer.Raw(response, body);
    }

    /** @param spool holds all of it, and is the answer's from here on */
    static Answer whole(ProviderResponse response, String type, Spool spool, ClientRequest request)
            throws ProviderException {
        if (spool.size() == 0 && !maySayNothing(type)) {
            spool.close();
            throw Upstream.empty();
        }
        return new Answer.Whole(
                spool,
                Body.of(spool),
                response.contentType(),
                BillingUnits.ofRequest(request),
                null,
                List.of(),
                () -> 0);
    }

    /** Silence may be what was written down; it is not what was to be spoken or drawn. */
    private static boolean maySayNothing(String type) {
        return type.startsWith("text/");
    }
}
