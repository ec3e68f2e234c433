package bursts;

import bursts.Upstream.Behaviour;
import bursts.Upstream.Exchange;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Good answers and bad ones. */
final class Answers {

    /** How many tokens a good answer has. */
    static final int TOKENS = 60;

    private Answers() {}

    static String whole(String model, int tokens) {
        return "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"" + model + "\",\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\",\"content\":\"" + "word ".repeat(tokens)
                + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":" + tokens
                + ",\"total_tokens\":" + (7 + tokens) + "}}";
    }

    private static String event(String model, String delta, String finish, String more) {
        return "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"" + model
                + "\",\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":" + finish + "}]" + more + "}";
    }

    static void token(Exchange exchange, String model, int number) throws IOException {
        exchange.event(event(model, "\"content\":\"t" + number + " \"", "null", ""));
    }

    static void tokens(Exchange exchange, String model, int count, long pauseMs) throws IOException, InterruptedException {
        exchange.beginEvents();
        for (int i = 1; i <= count; i++) {
            Thread.sleep(pauseMs);
            token(exchange, model, i);
        }
    }

    static void finish(Exchange exchange, String model, int tokens, boolean done) throws IOException {
        exchange.event(event(model, "", "\"stop\"", ",\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":" + tokens
                + ",\"total_tokens\":" + (7 + tokens) + "}"));
        if (done) {
            exchange.event("[DONE]");
        }
        exchange.end();
    }

    /** A good answer of {@link #TOKENS} tokens, streamed or not as was asked. */
    static Behaviour good(String model, long waitMs, long pauseMs) {
        return exchange -> {
            Thread.sleep(waitMs);
            if (exchange.request().streamed()) {
                tokens(exchange, model, TOKENS, pauseMs);
                finish(exchange, model, TOKENS, true);
            } else {
                exchange.json(200, whole(model, TOKENS));
            }
        };
    }

    static Behaviour error(int status, String code, String... headers) {
        return exchange -> exchange.json(
                status, "{\"error\":{\"message\":\"" + code + "\",\"type\":\"t\",\"code\":\"" + code + "\"}}", headers);
    }

    /** Behaves in one way once, and in another after that. */
    static Behaviour once(Behaviour first, Behaviour then) {
        AtomicInteger calls = new AtomicInteger();
        return exchange -> (calls.getAndIncrement() == 0 ? first : then).answer(exchange);
    }
}
