package io.tollgate.dialect;

import io.tollgate.chat.Operation;
import java.io.InputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came, before it is read.
 *
 * @param tail what the path says behind the route's own part, decoded
 * @param model the model, where the path names it and the body need not
 * @param query finds a parameter of the query, decoded
 * @param header finds a header
 * @param contentType the request's {@code Content-Type}
 * @param length how many bytes the client announces; -1 when it does not
 */
public record Inbound(
        Operation operation,
        String tail,
        @Nullable String model,
        Function<String, @Nullable String> query,
        Function<String, @Nullable String> header,
        @Nullable String contentType,
        long length,
        InputStream body) {}
