package bursts;

import bursts.Client.Reply;
import bursts.Upstream.Behaviour;
import bursts.Upstream.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Sixteen things outsiders try on a gateway, at their full length: a model with one faulty deployment, and a fallback
 * model on a good provider. Each has providers and models of its own, so that all run at the same time.
 */
final class Scenarios {

    private static final String SAFE = "x-tollgate-stream-mode: safe";
    private static final String PRIMARY = "primary-model";
    private static final String BACKUP = "backup-model";
    private static final Behaviour GOOD = Answers.good(PRIMARY, 50, 10);

    /** What is tried, and how. */
    private record Scenario(String name, Behaviour behaviour, Trial trial) {}

    private interface Trial {
        void run(Bench bench) throws IOException, InterruptedException;
    }

    private Scenarios() {}

    public static void main(String[] arguments) throws Exception {
        Options options = new Options(arguments);
        String only = options.text("only", "");
        List<Scenario> chosen = all().stream().filter(each -> each.name().contains(only)).toList();
        Map<Scenario, Bench> benches = new LinkedHashMap<>();
        StringBuilder providers = new StringBuilder("providers:\n");
        StringBuilder models = new StringBuilder("models:\n");
        for (Scenario scenario : chosen) {
            int number = benches.size() + 1;
            Bench bench = new Bench(number, new Upstream(true, scenario.behaviour()), new Upstream(true, GOOD_BACKUP));
            benches.put(scenario, bench);
            bench.declare(providers, models);
        }
        try (Gateway gateway = new Gateway(
                options,
                providers.toString() + models,
                "--tollgate.provider.timeouts.first-byte=10s",
                "--tollgate.provider.timeouts.first-token=10s",
                "--tollgate.provider.timeouts.idle=5s")) {
            benches.values().forEach(bench -> bench.gateway = gateway);
            run(benches).exit();
        }
    }

    private static Verdict run(Map<Scenario, Bench> benches) throws Exception {
        System.out.println("load average " + Gateway.loadAverage());
        Map<Scenario, Future<String>> results = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            benches.forEach((scenario, bench) -> results.put(scenario, threads.submit(() -> result(scenario, bench))));
        }
        Verdict verdict = new Verdict();
        for (Map.Entry<Scenario, Future<String>> each : results.entrySet()) {
            String result = each.getValue().get();
            verdict.hold(result.isEmpty(), each.getKey().name() + (result.isEmpty() ? "" : ": " + result));
        }
        return verdict;
    }

    private static String result(Scenario scenario, Bench bench) {
        try {
            scenario.trial().run(bench);
            return String.join("; ", bench.complaints);
        } catch (IOException | RuntimeException e) {
            return String.join("; ", bench.complaints) + " " + e;
        } catch (InterruptedException e) {
            return "interrupted";
        }
    }

    private static final Behaviour GOOD_BACKUP = exchange -> {
        // a provider that does not go on with what somebody else has begun
        boolean prefilled = exchange.request().body().contains("\"role\":\"assistant\"");
        (prefilled ? Answers.error(400, "prefill_not_supported") : Answers.good(BACKUP, 50, 10)).answer(exchange);
    };

    private static List<Scenario> all() {
        Behaviour cut = exchange -> {
            Answers.tokens(exchange, PRIMARY, 40, 10);
            exchange.reset();
        };
        Behaviour stall = exchange -> {
            Answers.tokens(exchange, PRIMARY, 20, 10);
            exchange.silence();
        };
        Behaviour malformed = exchange -> {
            Answers.tokens(exchange, PRIMARY, 9, 10);
            exchange.event("{\"choices\":[{\"index\":0,");
            Answers.token(exchange, PRIMARY, 11);
            Answers.finish(exchange, PRIMARY, 11, true);
        };
        return List.of(
                new Scenario("01 429 once with Retry-After 2", Answers.once(limited("Retry-After: 2"), GOOD), bench -> {
                    bench.isAnswered(bench.ask(false), PRIMARY);
                    bench.calls(2, 2);
                    bench.check(bench.gapMs() >= 1800, "asked again after " + bench.gapMs() + " ms");
                }),
                new Scenario("02 429 for ever", limited(), bench -> {
                    bench.isAnswered(bench.ask(false), BACKUP);
                    bench.calls(1, 6);
                    bench.check(bench.callsWithin(3000) <= 4, "more than 4 calls in 3 s");
                }),
                new Scenario("03 500 once", Answers.once(Answers.error(500, "broken"), GOOD), bench -> {
                    bench.isAnswered(bench.ask(false), PRIMARY);
                    bench.calls(2, 2);
                }),
                new Scenario("04 503 for ever", Answers.error(503, "overloaded"), bench -> {
                    bench.isAnswered(bench.ask(false), BACKUP);
                    bench.calls(1, 6);
                }),
                new Scenario("05 reset before headers once", Answers.once(Upstream.Exchange::reset, GOOD), bench -> {
                    Reply reply = bench.ask(false);
                    bench.check(reply.status() == 200 && reply.complete(), "status " + reply.status());
                    bench.calls(1, 2);
                }),
                new Scenario("06 silence", Upstream.Exchange::silence, bench -> {
                    bench.isAnswered(bench.ask(false), BACKUP);
                    bench.calls(1, 1);
                }),
                new Scenario("07 first token after 20 s", Answers.good(PRIMARY, 20_000, 10), bench -> {
                    Reply reply = bench.ask(true);
                    bench.isAnswered(reply, BACKUP);
                    bench.check(reply.nanos() < 15e9, "answered after " + reply.nanos() / 1_000_000 + " ms");
                }),
                new Scenario("08 cut after 40 of 60 tokens", cut, bench -> bench.isNeverTruncated()),
                new Scenario("09 stall after 20 tokens", stall, bench -> bench.isNeverTruncated()),
                new Scenario("10 malformed tenth event", malformed, bench -> {
                    bench.isNeverTruncated();
                    bench.primary.behave(GOOD);
                    bench.isBackWithin(20);
                }),
                new Scenario("11 no [DONE]", exchange -> {
                    Answers.tokens(exchange, PRIMARY, Answers.TOKENS, 10);
                    Answers.finish(exchange, PRIMARY, Answers.TOKENS, false);
                }, bench -> {
                    Reply reply = bench.ask(true);
                    bench.isAnswered(reply, PRIMARY);
                    bench.check(reply.nanos() < 8e9, "answered after " + reply.nanos() / 1_000_000 + " ms");
                    bench.check(reply.body().contains("\"completion_tokens\":60"), "no usage");
                }),
                new Scenario("12 400 context length", Answers.error(400, "context_length_exceeded"), bench -> {
                    bench.isAnswered(bench.ask(false), BACKUP);
                    bench.calls(1, 1);
                    bench.isError(bench.askAlone(), 400, "context_length_exceeded");
                    bench.calls(2, 2);
                }),
                new Scenario("13 400 content filter", Answers.error(400, "content_filter"), bench -> {
                    bench.isError(bench.ask(false), 400, "content_filter");
                    bench.calls(1, 1);
                    bench.check(bench.backup.requests().isEmpty(), "the fallback was asked");
                }),
                new Scenario("14 cut, and a fallback that takes no prefill", cut, bench -> {
                    bench.isAnswered(bench.ask(true, SAFE), BACKUP);
                    bench.check(
                            bench.backup.requests().stream().noneMatch(request -> request.body().contains("\"assistant\"")),
                            "the fallback was given the beginning of an answer");
                }),
                new Scenario("15 60 s of 503", Answers.error(503, "overloaded"), Scenarios::flap),
                new Scenario("16 model and usage are those that served", Answers.error(500, "broken"), bench -> {
                    bench.isAnswered(bench.ask(true), BACKUP);
                    Reply whole = bench.ask(false);
                    bench.isAnswered(whole, BACKUP);
                    bench.check(whole.body().contains("\"model\":\"" + bench.fallback() + "\""), "another model's name");
                    bench.check(whole.body().contains("\"completion_tokens\":60"), "no usage");
                }));
    }

    private static Behaviour limited(String... headers) {
        return Answers.error(429, "rate_limit_exceeded", headers);
    }

    private static void flap(Bench bench) throws IOException, InterruptedException {
        long recovery = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < recovery) {
            bench.isAnswered(bench.ask(false), BACKUP);
            Thread.sleep(250);
        }
        bench.primary.behave(GOOD);
        bench.isBackWithin(30);
    }

    /** The providers and models of one scenario, and what was found wrong. */
    private static final class Bench {
        private final int number;
        private final Upstream primary;
        private final Upstream backup;
        private final List<String> complaints = new ArrayList<>();
        private Gateway gateway;

        private Bench(int number, Upstream primary, Upstream backup) {
            this.number = number;
            this.primary = primary;
            this.backup = backup;
        }

        String model() {
            return "main-" + number;
        }

        String fallback() {
            return "good-" + number;
        }

        void declare(StringBuilder providers, StringBuilder models) {
            for (String name : List.of("primary", "backup")) {
                Upstream upstream = name.equals("primary") ? primary : backup;
                providers.append("  - {name: ").append(name).append('-').append(number)
                        .append(", dialect: openai, base-url: \"").append(upstream.url())
                        .append("\", credentials: [{name: c, secret: sk-bench-provider-e02d}]}\n");
            }
            String served = ", deployments: [{provider: primary-" + number + ", model: " + PRIMARY + "}]}\n";
            models.append("  - {name: ").append(model()).append(", fallbacks: [").append(fallback()).append(']').append(served);
            models.append("  - {name: alone-").append(number).append(served);
            models.append("  - {name: ").append(fallback()).append(", deployments: [{provider: backup-").append(number)
                    .append(", model: ").append(BACKUP).append("}]}\n");
        }

        Reply ask(boolean stream, String... headers) throws IOException {
            return ask(model(), stream, headers);
        }

        Reply askAlone() throws IOException {
            return ask("alone-" + number, false);
        }

        private Reply ask(String model, boolean stream, String... headers) throws IOException {
            try (Client client = gateway.client(120_000)) {
                return client.post(Client.chat(model, stream), headers);
            }
        }

        void check(boolean condition, String complaint) {
            if (!condition && !complaints.contains(complaint)) {
                complaints.add(complaint);
            }
        }

        boolean isBy(Reply reply, String name) {
            return reply.body().contains("\"model\":\"" + name + "\"");
        }

        void isAnswered(Reply reply, String by) {
            boolean streamed = String.valueOf(reply.header("content-type")).startsWith("text/event-stream");
            check(reply.status() == 200, "status " + reply.status() + " " + (reply.status() == 200 ? "" : reply.body()));
            check(streamed ? reply.isDone() : reply.complete(), "the answer is not complete");
            check(!streamed || reply.body().contains("t60 "), "not all tokens have come");
            check(isBy(reply, by.equals(PRIMARY) ? model() : fallback()), "it is not from the " + by);
        }

        void isError(Reply reply, int status, String code) {
            check(reply.status() == status && reply.body().contains(code), "status " + reply.status() + " " + reply.body());
        }

        /** In live mode it is an error, not a success; in safe mode somebody else's whole answer. */
        void isNeverTruncated() throws IOException {
            Reply live = ask(true);
            check(live.status() == 200 && !live.isDone(), "a truncated stream ends as if it were whole");
            check(live.body().contains("\"error\""), "a truncated stream ends without an error");
            check(backup.requests().isEmpty(), "the fallback was asked in the middle of a stream");
            isAnswered(ask(true, SAFE), BACKUP);
        }

        /** The primary answers again, and until then somebody does. */
        void isBackWithin(int seconds) throws IOException, InterruptedException {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            boolean back = false;
            while (!back && System.nanoTime() < until) {
                Reply reply = ask(false);
                check(reply.status() == 200, "status " + reply.status() + " after the recovery");
                back = isBy(reply, model());
                Thread.sleep(250);
            }
            check(back, "the primary was not back within " + seconds + " s");
        }

        void calls(int least, int most) {
            int calls = primary.requests().size();
            check(calls >= least && calls <= most, calls + " calls");
        }

        long gapMs() {
            List<Request> requests = primary.requests();
            return requests.size() < 2 ? -1 : (requests.get(1).atNanos() - requests.get(0).atNanos()) / 1_000_000;
        }

        long callsWithin(long millis) {
            long first = primary.requests().getFirst().atNanos();
            return primary.requests().stream()
                    .filter(request -> request.atNanos() - first < millis * 1_000_000)
                    .count();
        }
    }
}
