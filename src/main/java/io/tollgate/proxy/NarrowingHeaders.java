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

/** Reads which of a model's deployments will do for a request, and which come first. */
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
        String inPath = choice.provider();
        if (provider == null && tags == null && inPath == null) {
            return Narrowing.NONE;
        }
        permit(caller);
        return new Narrowing(
                Stream.of(provider, inPath).flatMap(Stream::ofNullable).toList(), Tags.parse(tags));
    }

    /**
     * The provider that comes first, by the query's {@code provider}; absent for whichever.
     *
     * @throws RefusedException when the key may not choose
     */
    static @Nullable String first(HttpServletRequest request, Caller caller) throws RefusedException {
        String provider = Paths.query(request, "provider");
        if (provider == null || provider.isBlank()) {
            return null;
        }
        permit(caller);
        return provider.strip();
    }

    private static void permit(Caller caller) throws RefusedException {
        if (!caller.mayChoose()) {
            throw new RefusedException(new Refusal.ChoiceNotAllowed());
        }
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
