package io.tollgate.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that call the gateway up to 200 times a second and note for which of their requests they saw the end. */
final class Callers {

    private static final Duration BETWEEN = Duration.ofMillis(5);
    private static final int MOST_AT_ONCE = 40;
    private static final String BODY =
            "{\"model\":\"m\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"id=%s\"}]}";

    private final Set<String> complete = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();

    /** Calls until it is stopped. */
    Load call(String url, String prefix) {
        return new Load(url, prefix);
    }

    /** Calls once more. How many requests the gateway has counted today, this one too. */
    long callAndAskHowMany(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request(url, "last", false), BodyHandlers.ofString());
            long left = answer.headers()
                    .firstValueAsLong("x-ratelimit-remaining-requests")
                    .orElseThrow();
            return Victim.REQUESTS_PER_DAY - left;
        }
    }

    private static HttpRequest request(String url, String id, boolean stream) {
        return HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + Victim.KEY)
                .header("Content-Type", "application/json")
                .header("x-request-id", id)
                .POST(BodyPublishers.ofString(BODY.formatted(stream, id)))
                .build();
    }

    /** The ids of the requests whose end was seen. */
    Set<String> complete() {
        return complete;
    }

    /** How many requests were refused because nothing can be written down. */
    int refused() {
        return refused.get();
    }

    /** Calls under way. */
    final class Load {

        private final HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        private final Thread caller;
        private final Semaphore room = new Semaphore(MOST_AT_ONCE);
        private volatile boolean stopped;

        private Load(String url, String prefix) {
            caller = Thread.ofVirtual().start(() -> run(url, prefix));
        }

        private void run(String url, String prefix) {
            List<Thread> calls = new ArrayList<>();
            try {
                for (long i = 0; !stopped; i++) {
                    String id = prefix + "-" + i;
                    boolean stream = i % 2 == 0;
                    room.acquire();
                    calls.add(Thread.ofVirtual().start(() -> one(url, id, stream)));
                    Thread.sleep(BETWEEN);
                }
                for (Thread call : calls) {
                    call.join();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void one(String url, String id, boolean stream) {
            try {
                HttpResponse<String> answer = client.send(request(url, id, stream), BodyHandlers.ofString());
                String end = stream ? "data: [DONE]\n\n" : "}";
                if (answer.statusCode() == 200 && answer.body().endsWith(end)) {
                    complete.add(id);
                } else if (answer.body().contains("accounting_unavailable")) {
                    refused.incrementAndGet();
                }
            } catch (IOException e) {
                // the gateway was killed: nothing was seen
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                room.release();
            }
        }

        /** Begins no more calls, and waits until all have ended, well or not. */
        void stop() throws InterruptedException {
            stopped = true;
            caller.join();
            client.close();
        }
    }
}
