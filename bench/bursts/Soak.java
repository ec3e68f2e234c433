package bursts;

import bursts.Client.Reply;
import bursts.Upstream.Behaviour;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/** Mixed traffic with faults for a long time: what the gateway holds must not grow. */
final class Soak {

    private static final int SAMPLES = 16;

    private record Sample(double minutes, long heap, long threads, long files) {}

    private final Gateway gateway;
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong left = new AtomicLong();
    private volatile boolean over;

    private Soak(Gateway gateway) {
        this.gateway = gateway;
    }

    public static void main(String[] arguments) throws Exception {
        Options options = new Options(arguments);
        double minutes = Double.parseDouble(options.text("minutes", "10"));
        int clients = options.number("clients", 40);
        try (Upstream steady = new Upstream(false, Answers.good("m", 30, 5));
                Upstream faulty = new Upstream(false, Soak::fail);
                Gateway gateway = new Gateway(options, settings(steady, faulty), "--tollgate.routing.retry.percent=100")) {
            Soak soak = new Soak(gateway);
            List<Sample> samples = soak.run(minutes, clients);
            System.out.printf(
                    "%nload average %s; %d requests: %d answered, %d ended with an error, %d left by their clients%n%n",
                    Gateway.loadAverage(), soak.asked.get(), soak.answered.get(), soak.failed.get(), soak.left.get());
            Verdict verdict = new Verdict();
            verdict.hold(soak.answered.get() > soak.asked.get() / 2, "most requests were answered");
            verdict.hold(isFlat(samples, Sample::heap, 5_000_000), "the heap is flat");
            verdict.hold(isFlat(samples, Sample::threads, 10), "threads are flat");
            verdict.hold(isFlat(samples, Sample::files, 30), "file descriptors are flat");
            verdict.hold(gateway.errors() == 0, "the log has no error");
            verdict.exit();
        }
    }

    private static String settings(Upstream steady, Upstream faulty) {
        return "providers:\n  - {name: steady, dialect: openai, base-url: \"" + steady.url()
                + "\", credentials: [{name: c, secret: sk-bench-provider-e02d}]}\n  - {name: faulty, dialect: openai, base-url: \""
                + faulty.url() + "\", timeouts: {first-byte: 1s, idle: 1s}, credentials: [{name: c, secret: sk-bench-provider-e02d}]}\nmodels:\n"
                + "  - {name: m, deployments: [{provider: steady, model: m}]}\n"
                + "  - {name: f, price: {input: 1, output: 2}, fallbacks: [m], deployments: [{provider: faulty, model: m}]}\n";
    }

    private static void fail(Upstream.Exchange exchange) throws IOException, InterruptedException {
        Behaviour good = Answers.good("m", 20, 2);
        switch (ThreadLocalRandom.current().nextInt(14)) {
            case 0 -> Answers.error(500, "broken").answer(exchange);
            case 1 -> Answers.error(429, "rate_limit_exceeded", "retry-after-ms: 200").answer(exchange);
            case 2 -> exchange.reset();
            case 3 -> exchange.silence();
            case 4 -> {
                Answers.tokens(exchange, "m", 20, 2);
                exchange.reset();
            }
            case 5 -> {
                Answers.tokens(exchange, "m", 20, 2);
                exchange.event("{\"choices\":");
                exchange.end();
            }
            default -> good.answer(exchange);
        }
    }

    private List<Sample> run(double minutes, int clients) throws IOException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        long began = System.nanoTime();
        System.out.println("| minutes | heap after a collection, MB | threads | file descriptors |\n|--:|--:|--:|--:|");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                threads.submit(() -> ask());
            }
            for (int i = 1; i <= SAMPLES; i++) {
                long due = began + (long) (minutes * 60e9 * i / SAMPLES);
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                Sample sample = new Sample(
                        (System.nanoTime() - began) / 60e9, gateway.heapAfterCollection(), gateway.threads(), gateway.files());
                samples.add(sample);
                System.out.printf(Locale.ROOT, "| %.1f | %.1f | %d | %d |%n", sample.minutes(), sample.heap() / 1e6,
                        sample.threads(), sample.files());
            }
            over = true;
        }
        return samples;
    }

    private void ask() {
        while (!over) {
            try (Client client = gateway.client(60_000)) {
                for (int i = 0; i < 50 && !over; i++) {
                    ask(client);
                }
            } catch (LeftException e) {
                left.incrementAndGet();
            } catch (IOException e) {
                failed.incrementAndGet();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void ask(Client client) throws IOException, InterruptedException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        boolean stream = random.nextBoolean();
        String body = Client.chat(random.nextInt(3) == 0 ? "f" : "m", stream);
        asked.incrementAndGet();
        if (stream && random.nextInt(20) == 0) {
            client.send(body, 1);
            client.skipLines(random.nextInt(60));
            client.leave(random.nextBoolean());
            throw new LeftException();
        }
        Reply reply = stream || random.nextInt(10) > 0
                ? client.post(body)
                : client.post(body, "Idempotency-Key: soak-" + random.nextInt(1_000_000));
        boolean whole = reply.status() == 200 && (stream ? reply.isDone() : reply.complete());
        (whole ? answered : failed).incrementAndGet();
        Thread.sleep(random.nextLong(100));
    }

    /** Whether the last quarter is no higher than the second, but for a tenth and a little. */
    private static boolean isFlat(List<Sample> samples, ToLongFunction<Sample> what, long little) {
        int quarter = samples.size() / 4;
        double second = samples.subList(quarter, 2 * quarter).stream().mapToLong(what).average().orElse(0);
        double last = samples.subList(3 * quarter, samples.size()).stream().mapToLong(what).average().orElse(0);
        return last <= second * 1.1 + little;
    }

    /** The client has left, as it was meant to. */
    private static final class LeftException extends IOException {
        private static final long serialVersionUID = 1;
    }
}
