package io.tollgate.proxy;

import io.tollgate.access.RefusedException;
import io.tollgate.dialect.ClientDialect;
import io.tollgate.dialect.DialectException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every path that programs can call, with who may call it and who answers: used to dispatch, to authorise, and to prove
 * that nothing else is open.
 */
final class RouteTable {

    /** Who may call. */
    enum Access {
        ANYONE,
        KEY,
        KEY_WITH_METRICS
    }

    /** Answers the request of a caller. */
    interface CallerEndpoint {
        void answer(Call call) throws DialectException, RefusedException, IOException;
    }

    /** Answers whoever asks. */
    interface PlainEndpoint {
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;
    }

    /** One entry. Its path ends with {@code /**} when everything below belongs to it. */
    sealed interface Entry {

        String method();

        String path();

        Access access();

        /** For callers. */
        record ForCaller(String method, String path, CallerEndpoint endpoint) implements Entry {
            @Override
            public Access access() {
                return Access.KEY;
            }
        }

        /** For whoever has access. */
        record Plain(String method, String path, Access access, PlainEndpoint endpoint) implements Entry {}
    }

    /** What a path leads to. */
    sealed interface Match {

        /**
         * An entry.
         *
         * @param tail what the path says below the entry's own, as sent
         */
        record Found(Entry entry, String tail) implements Match {}

        /** The path exists for other methods. */
        record OtherMethod(Set<String> allowed) implements Match {}

        /** A part of OpenAI's API the gateway does not have. */
        record NotOffered() implements Match {}

        /** No such path. */
        record Unknown() implements Match {}
    }

    private final Map<String, Map<String, Entry>> exact = new TreeMap<>();
    private final List<Entry> below = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    private final Faces faces;

    RouteTable(Faces faces, List<Entry> entries) {
        this.faces = faces;
        entries.forEach(this::add);
    }

    /** What is spoken at a path, whether or not there is anything. */
    ClientDialect dialect(HttpServletRequest request) {
        return faces.at(request);
    }

    private void add(Entry entry) {
        entries.add(entry);
        if (entry.path().endsWith("/**")) {
            below.add(entry);
        } else {
            exact.computeIfAbsent(entry.path(), key -> new TreeMap<>()).put(entry.method(), entry);
        }
    }

    List<Entry> entries() {
        return entries;
    }

    /** Finds what a raw path, without the context path, leads to. */
    Match match(String method, String path) {
        String trimmed = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Map<String, Entry> methods = exact.get(trimmed);
        if (methods != null) {
            Entry entry = methods.get(method.equals("HEAD") ? "GET" : method);
            return entry == null ? new Match.OtherMethod(new TreeSet<>(methods.keySet())) : new Match.Found(entry, "");
        }
        return matchBelow(method, trimmed);
    }

    /** HEAD goes where GET does. */
    private Match matchBelow(String sent, String path) {
        String method = sent.equals("HEAD") ? "GET" : sent;
        Set<String> others = new TreeSet<>();
        for (Entry entry : below) {
            String tail = tail(entry, path);
            if (tail != null && entry.method().equals(method)) {
                return new Match.Found(entry, tail);
            }
            if (tail != null) {
                others.add(entry.method());
            }
        }
        if (!others.isEmpty()) {
            return new Match.OtherMethod(others);
        }
        return Routes.isNotOffered(path) ? new Match.NotOffered() : new Match.Unknown();
    }

    private static @Nullable String tail(Entry entry, String path) {
        String start = entry.path().substring(0, entry.path().length() - 2);
        return path.startsWith(start) && path.length() > start.length() ? path.substring(start.length()) : null;
    }
}
