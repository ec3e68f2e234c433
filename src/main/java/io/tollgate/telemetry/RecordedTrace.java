package io.tollgate.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.tollgate.chat.Usage;
import io.tollgate.provider.Target;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A trace that is recorded. It belongs to the thread of its exchange. */
final class RecordedTrace implements ExchangeTrace {

    private final Tracer tracer;
    private final Context context;
    private final Span exchange;
    private final String operation;
    private final boolean streamed;
    private final boolean toProviders;

    private @Nullable Span call;
    private int calls;
    private boolean over;

    RecordedTrace(
            Tracer tracer, Context context, Span exchange, String operation, boolean streamed, boolean toProviders) {
        this.tracer = tracer;
        this.context = context;
        this.exchange = exchange;
        this.operation = operation;
        this.streamed = streamed;
        this.toProviders = toProviders;
    }

    @Override
    public void calling(Target target, String model, String why) {
        calls++;
        call = tracer.spanBuilder(operation + " " + model)
                .setParent(context)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(Conventions.OPERATION, operation)
                .setAttribute(
                        Conventions.PROVIDER,
                        Conventions.provider(target.profile().preset()))
                .setAttribute(Conventions.MODEL, model)
                .setAttribute("gen_ai.request.stream", streamed)
                .setAttribute("server.address", target.baseUrl().host())
                .setAttribute("server.port", target.baseUrl().port())
                .setAttribute("tollgate.provider", target.providerName())
                .setAttribute("tollgate.attempt", calls)
                .setAttribute("tollgate.why", why.toLowerCase(Locale.ROOT))
                .startSpan();
    }

    @Override
    public Map<String, String> headers() {
        Span current = call;
        if (current == null || !toProviders) {
            return Map.of();
        }
        Map<String, String> headers = new HashMap<>();
        W3CTraceContextPropagator.getInstance()
                .inject(context.with(current), headers, (carrier, name, value) -> headers.put(name, value));
        return headers;
    }

    @Override
    public void failed(String error) {
        end(call, error);
        call = null;
    }

    @Override
    public void ended(int status, @Nullable String error, Usage usage, @Nullable Long firstByteMicros) {
        Span last = call;
        if (last != null) {
            put(last, usage);
            end(last, error);
        }
        call = null;
        put(exchange, usage);
        exchange.setAttribute("http.response.status_code", status);
        exchange.setAttribute("tollgate.attempts", calls);
        if (firstByteMicros != null) {
            exchange.setAttribute("gen_ai.response.time_to_first_chunk", firstByteMicros / 1e6);
        }
        end(exchange, error);
        over = true;
    }

    private static void put(Span span, Usage usage) {
        if (usage.source() != Usage.Source.NONE) {
            span.setAttribute("gen_ai.usage.input_tokens", usage.inputTokens());
            span.setAttribute("gen_ai.usage.output_tokens", usage.outputTokens());
            span.setAttribute("gen_ai.usage.cache_read.input_tokens", usage.cachedTokens());
        }
    }

    private static void end(@Nullable Span span, @Nullable String error) {
        if (span != null) {
            if (error != null) {
                span.setStatus(StatusCode.ERROR);
                span.setAttribute(Conventions.ERROR, error);
            }
            span.end();
        }
    }

    @Override
    public void close() {
        if (!over) {
            end(call, null);
            end(exchange, null);
            over = true;
        }
    }
}
