package io.tollgate.proxy;

import io.tollgate.access.Caller;
import io.tollgate.access.Refusal;
import io.tollgate.access.RefusedException;
import io.tollgate.dialect.DialectException;
import io.tollgate.provider.Tags;
import io.tollgate.routing.Narrowing;
import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads which of a model's deployments will do for a request. */
final class NarrowingHeaders {

    private static final String PROVIDER = "x-tollgate-provider";
    private static final String TAGS = "x-tollgate-tags";
    private static final int LONGEST = 200;

    private NarrowingHeaders() {}

    /**
     * By the path and the headers.
     *
     * @throws RefusedException when the key may not choose
     * @throws DialectException when a header cannot be what it should be
     */
    static Narrowing read(HttpServletRequest request, Choice choice, Caller caller)
            throws RefusedException, DialectException {
        String provider = header(request, PROVIDER);
        String tags = header(request, TAGS);
        String inPath = choice.fixed() ? choice.provider() : null;
        if (provider == null && tags == null && inPath == null) {
            return Narrowing.NONE;
        }
        if (!caller.mayChoose()) {
            throw new RefusedException(new Refusal.ChoiceNotAllowed());
        }
        return new Narrowing(
                Stream.of(provider, inPath).flatMap(Stream::ofNullable).toList(), Tags.parse(tags));
    }

    private static @Nullable String header(HttpServletRequest request, String name) throws DialectException {
        String value = request.getHeader(name);
        if (value == null || value.isBlank()) {
            return null;
        }
        if (value.length() > LONGEST) {
            throw new DialectException(ProxyErrors.longHeader(name, LONGEST));
        }
        return value.strip();
    }
}
