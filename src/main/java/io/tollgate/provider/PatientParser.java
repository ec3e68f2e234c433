package io.tollgate.provider;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.impl.io.LenientHttpResponseParser;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Reads the head of an answer. No provider has answered the moment it was asked, but under load many have by the time
 * all other threads had their turn: then nobody has to watch the socket, and nobody to be woken.
 */
final class PatientParser extends LenientHttpResponseParser {

    PatientParser(Http1Config config) {
        super(config);
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
        if (buffer.length() == 0 && Thread.currentThread().isVirtual()) {
            Thread.yield();
        }
        return super.parse(buffer, in);
    }
}
