package bursts;

import bursts.Client.Reply;
import bursts.Upstream.Behaviour;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Thousands of clients that leave in the middle of their requests and answers, while others are served. */
final class Storm {

    private static final Pattern ID = Pattern.compile("storm-\\d+-");
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(40);

    private final Gateway gateway;
    private final Upstream upstream;
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger good = new AtomicInteger();
    private final AtomicInteger bad = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final Set<String> called;
    private volatile boolean over;

    private Storm(Gateway gateway, Upstream upstream, Set<String> called) {
        this.called = called;
        this.gateway = gateway;
        this.upstream = upstream;
    }

    public static void main(String[] arguments) throws Exception {
        Options options = new Options(arguments);
        int clients = options.number("clients", 5000);
        int atOnce = options.number("at-once", 300);
        int others = options.number("others", 20);
        Set<String> called = ConcurrentHashMap.newKeySet();
        Behaviour good = Answers.good("m", 300, 50);
        try (Upstream upstream = new Upstream(false, exchange -> {
                    Matcher id = ID.matcher(exchange.request().body());
                    called.add(id.find() ? id.group() : "nobody");
                    good.answer(exchange);
                });
                Gateway gateway = new Gateway(
                        options,
                        "providers: [{name: p, dialect: openai, base-url: \"" + upstream.url()
                                + "\", credentials: [{name: c, secret: sk-bench-provider-e02d}]}]\n"
                                + "models: [{name: m, deployments: [{provider: p, model: m}]}]\n")) {
            Storm storm = new Storm(gateway, upstream, called);
            Verdict verdict = new Verdict();
            System.out.println("load average " + Gateway.loadAverage());
            storm.blow(clients / 2, atOnce, others);
            verdict.hold(storm.calmsDown(), "after the first half nothing is under way, here or upstream");
            Sample before = storm.sample();
            storm.blow(clients - clients / 2, atOnce, others);
            verdict.hold(storm.calmsDown(), "after the second half nothing is under way, here or upstream");
            Sample after = storm.sample();
            System.out.println(storm.left + " clients left, " + storm.good + " answers to others");
            System.out.println("after the first half  " + before + "\nafter the second half " + after);
            verdict.hold(storm.bad.get() == 0, "those who stayed were served: " + storm.bad + " were not");
            verdict.hold(after.files() <= before.files() + 30, "no file descriptors are left open");
            verdict.hold(after.threads() <= before.threads() + 10, "no threads are left");
            verdict.hold(after.heap() <= before.heap() * 1.1 + 5e6, "no memory is left taken");
            verdict.hold(gateway.errors() == 0, "the log has no error");
            gateway.stop();
            Map<String, Integer> rows = gateway.rows();
            long missing = called.stream().filter(id -> !rows.containsKey(id)).count();
            long twice = rows.values().stream().filter(count -> count > 1).count();
            System.out.println(called.size() + " requests came upstream, " + rows.size() + " have a row");
            verdict.hold(missing == 0 && twice == 0, "each has one row: " + missing + " have none, " + twice + " several");
            verdict.exit();
        }
    }

    private record Sample(long heap, int threads, int files) {
        @Override
        public String toString() {
            return heap / 1_000_000 + " MB of heap, " + threads + " threads, " + files + " file descriptors";
        }
    }

    private Sample sample() throws IOException, InterruptedException {
        return new Sample(gateway.heapAfterCollection(), gateway.threads(), gateway.files());
    }

    private void blow(int clients, int atOnce, int others) throws InterruptedException {
        over = false;
        Semaphore places = new Semaphore(atOnce);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < others; i++) {
                boolean stream = i % 2 == 0;
                threads.submit(() -> stay(stream));
            }
            try (ExecutorService leaving = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < clients; i++) {
                    places.acquire();
                    int kind = i % 5;
                    leaving.submit(() -> {
                        try {
                            leave(kind);
                        } finally {
                            places.release();
                        }
                    });
                }
            }
            over = true;
        }
    }

    private String id() {
        return "storm-" + asked.incrementAndGet() + "-";
    }

    /** Both the provider and the ledger are to know the request by it. */
    private static String chat(String id, boolean stream) {
        return Client.chat("m", stream).replace("something", id);
    }

    private static String header(String id) {
        return "x-request-id: " + id;
    }

    private void leave(int kind) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String id = id();
        try {
            Client client = gateway.client(30_000);
            switch (kind) {
                case 0 -> client.send(chat(id, true), random.nextDouble(), header(id)); // in the middle of a request
                case 1 -> client.send(chat(id, false), 1, header(id)); // without waiting for the answer
                case 2 -> {
                    client.send(chat(id, true), 1, header(id));
                    Thread.sleep(random.nextLong(400)); // about when the stream begins
                }
                default -> {
                    client.send(chat(id, true), 1, header(id));
                    client.skipLines(random.nextInt(10, 120)); // in the middle of the stream
                }
            }
            client.leave(random.nextBoolean());
            left.incrementAndGet();
        } catch (IOException e) {
            bad.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stay(boolean stream) {
        try (Client client = gateway.client(60_000)) {
            while (!over) {
                String id = id();
                Reply reply = client.post(chat(id, stream), header(id));
                boolean whole = reply.status() == 200 && (stream ? reply.isDone() : reply.complete());
                (whole ? good : bad).incrementAndGet();
            }
        } catch (IOException e) {
            bad.incrementAndGet();
        }
    }

    private boolean calmsDown() throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (gateway.exchanges() > 0 || upstream.answering() > 0 || gateway.metric("tollgate_ledger_waiting") > 0) {
            if (System.nanoTime() - began > SETTLE_NANOS) {
                System.out.println(gateway.exchanges() + " exchanges and " + upstream.answering() + " answers are under way");
                return false;
            }
            Thread.sleep(50);
        }
        System.out.printf("calm after %.1f s%n", (System.nanoTime() - began) / 1e9);
        return true;
    }
}
