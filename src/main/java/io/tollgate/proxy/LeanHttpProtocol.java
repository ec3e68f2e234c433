package io.tollgate.proxy;

import org.apache.coyote.http11.Http11NioProtocol;

/** Tomcat's HTTP with small buffers for what a request writes: Tomcat keeps one for bytes and one for characters. */
public final class LeanHttpProtocol extends Http11NioProtocol {

    private static final int RESPONSE_BUFFER = 1024;

    @Override
    public int getDesiredBufferSize() {
        return RESPONSE_BUFFER;
    }
}
