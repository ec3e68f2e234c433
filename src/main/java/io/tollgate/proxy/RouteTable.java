package io.tollgate.proxy;

import io.tollgate.access.RefusedException;
import io.tollgate.chat.Operation;
import io.tollgate.dialect.ClientDialect;
import io.tollgate.dialect.DialectException;
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

    /** Answers without knowing who asks. */
    interface PlainEndpoint {
        void answer(HttpServletResponse response) throws IOException;
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

    private static final List<String> VERSIONS = List.of("/v1", "/api/v1");
    private static final Set<String> NOT_OFFERED = Set.of(
            "files",
            "batches",
            "fine_tuning",
            "fine-tunes",
            "assistants",
            "threads",
            "vector_stores",
            "uploads",
            "realtime",
            "evals",
            "containers",
            "conversations",
            "organization",
            "videos",
            "chatkit");

    private final Map<String, Map<String, Entry>> exact = new TreeMap<>();
    private final List<Entry> below = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    private final Faces faces;

    RouteTable(Faces faces, ChatProxy proxy, ModelsEndpoint models, HealthEndpoint health, MetricsEndpoint metrics) {
        this.faces = faces;
        for (String version : VERSIONS) {
            for (Operation operation : Operation.values()) {
                if (operation != Operation.TOKEN_COUNT) {
                    add(post(version + operation.path(), faces.openAi(), operation, proxy));
                }
            }
            add(new Entry.ForCaller("GET", version + "/models", models::list));
            add(new Entry.ForCaller("GET", version + "/models/**", models::one));
        }
        add(new Entry.Plain("GET", "/health", Access.ANYONE, health::summary));
        add(new Entry.Plain("GET", "/health/live", Access.ANYONE, health::live));
        add(new Entry.Plain("GET", "/health/ready", Access.ANYONE, health::ready));
        add(new Entry.Plain("GET", "/metrics", Access.KEY_WITH_METRICS, metrics::scrape));
    }

    private static Entry post(String path, ClientDialect dialect, Operation operation, ChatProxy proxy) {
        return new Entry.ForCaller("POST", path, call -> proxy.exchange(dialect, operation, call));
    }

    /** What is spoken at a path, whether or not there is anything. */
    ClientDialect dialect(String path) {
        return faces.at(path);
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
        for (Entry entry : below) {
            String tail = tail(entry, trimmed);
            if (tail != null) {
                return entry.method().equals(method)
                        ? new Match.Found(entry, tail)
                        : new Match.OtherMethod(Set.of(entry.method()));
            }
        }
        return isNotOffered(trimmed) ? new Match.NotOffered() : new Match.Unknown();
    }

    private static @Nullable String tail(Entry entry, String path) {
        String start = entry.path().substring(0, entry.path().length() - 2);
        return path.startsWith(start) && path.length() > start.length() ? path.substring(start.length()) : null;
    }

    private static boolean isNotOffered(String path) {
        for (String version : VERSIONS) {
            if (path.startsWith(version + "/")) {
                String rest = path.substring(version.length() + 1);
                int end = rest.indexOf('/');
                return NOT_OFFERED.contains(end < 0 ? rest : rest.substring(0, end));
            }
        }
        return false;
    }
}
