package bursts;

import bursts.Client.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Asks ten times as much of a gateway as it has places for, and compares what it still serves with the most it can. */
final class Overload {

    private static final int TIMES = 10;

    /**
     * What became of the requests that ended in the window of one phase. Before it the places fill, and after it they
     * empty: with the same length for all phases, neither favours one of them.
     */
    private static final class Tally {
        private final long began = System.nanoTime();
        private final long from;
        private final long until;
        private final Queue<Long> served = new ConcurrentLinkedQueue<>();
        private final Queue<Long> refused = new ConcurrentLinkedQueue<>();
        private final AtomicInteger wrong = new AtomicInteger();

        Tally(int settleMs, int seconds) {
            from = began + TimeUnit.MILLISECONDS.toNanos(settleMs);
            until = from + TimeUnit.SECONDS.toNanos(seconds);
        }

        void count(Reply reply) {
            boolean good = reply.status() == 200 && reply.complete();
            boolean full = reply.status() == 503
                    && reply.body().contains("\"overloaded\"")
                    && reply.header("retry-after") != null;
            if (!good && !full) {
                wrong.incrementAndGet();
            } else if (isOpen()) {
                (good ? served : refused).add(reply.nanos());
            }
        }

        private boolean isOpen() {
            long now = System.nanoTime();
            return now - from >= 0 && now - until < 0;
        }

        boolean isOver() {
            return System.nanoTime() - until >= 0;
        }

        double perSecond(Queue<Long> some) {
            return some.size() * 1e9 / (until - from);
        }

        double goodput() {
            return perSecond(served);
        }

        static double millis(Queue<Long> nanos, double share) {
            long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
            return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e6;
        }

        String row(String name) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.0f / %.0f | %.1f / %.1f | %d |",
                    name,
                    goodput(),
                    perSecond(refused),
                    millis(served, 0.5),
                    millis(served, 0.99),
                    millis(refused, 0.5),
                    millis(refused, 0.99),
                    wrong.get());
        }
    }

    private final Gateway gateway;
    private final int answerMs;
    private final int seconds;
    private final String body = Client.chat("m", false);

    private Overload(Gateway gateway, int answerMs, int seconds) {
        this.gateway = gateway;
        this.answerMs = answerMs;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        Options options = new Options(arguments);
        int places = options.number("places", 100);
        int answerMs = options.number("answer-ms", 1000);
        int seconds = options.number("seconds", 20);
        try (Upstream upstream = new Upstream(false, Answers.good("m", answerMs, 0));
                Gateway gateway = new Gateway(
                        options,
                        "providers: [{name: p, dialect: openai, base-url: \"" + upstream.url()
                                + "\", credentials: [{name: c, secret: sk-bench-provider-e02d}]}]\n"
                                + "models: [{name: m, deployments: [{provider: p, model: m}]}]\n",
                        "--tollgate.proxy.max-exchanges=" + places)) {
            Overload overload = new Overload(gateway, answerMs, seconds);
            overload.closed(places); // to warm up, as the next line is
            overload.closed(TIMES * places);
            Tally most = overload.closed(places);
            Tally closed = overload.closed(TIMES * places);
            Tally open = overload.open(TIMES * most.goodput());
            report(most, closed, open, places, answerMs);
            Verdict verdict = new Verdict();
            verdict.hold(
                    most.refused.size() <= most.served.size() / 100, // a place is free a moment after its answer has gone
                    "nobody is turned away while there are places");
            for (Tally tally : new Tally[] {closed, open}) {
                String which = tally == closed ? "closed loop: " : "open loop: ";
                verdict.hold(tally.goodput() >= 0.9 * most.goodput(), which + "goodput is at least 90 % of the most");
                verdict.hold(tally.wrong.get() == 0, which + "every request is answered or turned away");
            }
            verdict.hold(gateway.errors() == 0, "the log has no error");
            verdict.exit();
        }
    }

    private static void report(Tally most, Tally closed, Tally open, int places, int answerMs) throws IOException {
        System.out.printf(
                "%d places, answers in %d ms: at most %d a second; load average %s%n%n", places, answerMs,
                places * 1000 / answerMs, Gateway.loadAverage());
        System.out.println("| | served/s | turned away/s | served ms p50 / p99 | turned away ms p50 / p99 | neither |");
        System.out.println("|---|--:|--:|--:|--:|--:|");
        System.out.println(most.row("as many clients as places"));
        System.out.println(closed.row("ten times as many, who come back when told to"));
        System.out.println(open.row("ten times the rate, whatever becomes of it"));
        System.out.println();
    }

    private Tally phase() {
        return new Tally(2 * answerMs + 1000, seconds);
    }

    /**
     * So many clients, each of which asks again when it has its answer, or when it was told to. They begin one after the
     * other within the time of an answer: all at once, they would go on in step, and a window would hold one step more
     * or less.
     */
    private Tally closed(int clients) {
        Tally tally = phase();
        long apart = TimeUnit.MILLISECONDS.toNanos(answerMs) / clients;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                long first = tally.began + i * apart;
                threads.submit(() -> ask(tally, first));
            }
        }
        return tally;
    }

    private void ask(Tally tally, long first) {
        try (Client client = gateway.client(60_000)) {
            sleepUntil(first);
            while (!tally.isOver()) {
                Reply reply = client.post(body);
                tally.count(reply);
                if (reply.status() != 200) {
                    String wait = reply.header("retry-after-ms");
                    long again = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait == null ? 1000 : Long.parseLong(wait));
                    sleepUntil(Math.min(again, tally.until));
                }
            }
        } catch (IOException e) {
            tally.wrong.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(Math.max(0, nanos - System.nanoTime())));
    }

    /** Requests at a rate, at random times, however many are under way. */
    private Tally open(double rate) {
        Tally tally = phase();
        Deque<Client> idle = new ConcurrentLinkedDeque<>();
        long due = tally.began;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            while (!tally.isOver()) {
                LockSupport.parkNanos(due - System.nanoTime());
                if (System.nanoTime() >= due) {
                    threads.submit(() -> askOnce(tally, idle));
                    due += (long) (-Math.log(1 - ThreadLocalRandom.current().nextDouble()) / rate * 1e9);
                }
            }
        }
        idle.forEach(Overload::close);
        return tally;
    }

    private void askOnce(Tally tally, Deque<Client> idle) {
        Client client = idle.pollFirst();
        try {
            client = client == null ? gateway.client(60_000) : client;
            tally.count(client.post(body));
            idle.addFirst(client);
        } catch (IOException e) {
            tally.wrong.incrementAndGet();
            if (client != null) {
                close(client);
            }
        }
    }

    private static void close(Client client) {
        try {
            client.close();
        } catch (IOException e) {
            // nobody waits for it any more
        }
    }
}
