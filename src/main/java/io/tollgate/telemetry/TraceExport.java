package io.tollgate.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes spans and sends them to a collector, a batch at a time, from a thread of its own; what is too much is lost. */
final class TraceExport {

    private static final String NAME = "io.tollgate";
    private static final int LONGEST_PARENT = 128;
    private static final int LONGEST_STATE = 512;
    private static final int LAST_SECONDS = 5;

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final boolean toProviders;

    private TraceExport(SdkTracerProvider provider, boolean toProviders) {
        this.provider = provider;
        this.tracer = provider.get(NAME);
        this.toProviders = toProviders;
    }

    static TraceExport to(TracingSettings settings) {
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder().setEndpoint(settings.endpoint());
        settings.headers().forEach(exporter::addHeader);
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(
                        Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), settings.serviceName())))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.sample())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter.build())
                        .setScheduleDelay(settings.every())
                        .build())
                .build();
        return new TraceExport(provider, settings.toProviders());
    }

    ExchangeTrace begin(Tracing.Asked asked, Function<String, @Nullable String> header, long startedNanos) {
        Context parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), header, Sane.HEADERS);
        String operation = Conventions.operation(asked.operation());
        Span span = tracer.spanBuilder(operation + " " + asked.model())
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(Instant.now().minusNanos(System.nanoTime() - startedNanos))
                .setAttribute("http.request.method", "POST")
                .setAttribute(Conventions.OPERATION, operation)
                .setAttribute(Conventions.MODEL, asked.model())
                .setAttribute("gen_ai.request.stream", asked.streamed())
                .setAttribute("tollgate.request_id", asked.requestId())
                .startSpan();
        return new RecordedTrace(tracer, parent.with(span), span, operation, asked.streamed(), toProviders);
    }

    void close() {
        provider.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
    }

    /** Reads the two headers; what is longer than they may be is not there. */
    private enum Sane implements TextMapGetter<Function<String, @Nullable String>> {
        HEADERS;

        @Override
        public Iterable<String> keys(Function<String, @Nullable String> header) {
            return List.of("traceparent", "tracestate");
        }

        @Override
        public @Nullable String get(@Nullable Function<String, @Nullable String> header, String name) {
            String value = header == null ? null : header.apply(name);
            int longest = name.equals("traceparent") ? LONGEST_PARENT : LONGEST_STATE;
            return value == null || value.length() > longest ? null : value;
        }
    }
}
