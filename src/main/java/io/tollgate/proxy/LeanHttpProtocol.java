package io.tollgate.proxy;

import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;

/**
 * Tomcat's HTTP with small buffers for what a request writes, of which Tomcat keeps one for bytes and one for
 * characters, and with connections that last.
 */
public final class LeanHttpProtocol extends Http11NioProtocol {

    private static final int RESPONSE_BUFFER = 1024;

    @Override
    public int getDesiredBufferSize() {
        return RESPONSE_BUFFER;
    }

    @Override
    protected Processor createProcessor() {
        return new LastingProcessor(this, getAdapter());
    }

    /** Tomcat asks for this between its decision about the connection and the status line. */
    @Override
    public boolean useCompression(Request request, Response response) {
        boolean compressed = super.useCompression(request, response);
        LastingProcessor.decided(response);
        AsciiHead.encode(response.getMimeHeaders());
        return compressed;
    }
}
