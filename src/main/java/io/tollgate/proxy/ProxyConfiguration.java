package io.tollgate.proxy;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tollgate.access.Admission;
import io.tollgate.catalog.LiveCatalog;
import io.tollgate.dialect.Intake;
import io.tollgate.provider.Presets;
import io.tollgate.provider.Transports;
import io.tollgate.routing.CandidateGauges;
import io.tollgate.routing.Failover;
import io.tollgate.routing.Router;
import io.tollgate.storage.DataDirectory;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Spools;
import io.tollgate.usage.Metering;
import io.tollgate.vault.KeyHasher;
import jakarta.servlet.DispatcherType;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the programs' door together, and in front of everything else. */
@Configuration(proxyBeanMethods = false)
class ProxyConfiguration {

    /** What a client calls whose base URL lacks the version: to be told so, rather than sent to a page. */
    private static final String[] WITHOUT_VERSION = {
        "/chat/*", "/completions", "/embeddings", "/responses/*", "/moderations", "/images/*", "/audio/*"
    };

    @Bean
    KeepAlive keepAlive(ProxySettings settings) {
        return new KeepAlive(settings.keepAlive());
    }

    @Bean
    RouteTable routeTable(
            ProxySettings settings,
            RepeatSettings repeats,
            DataDirectory data,
            Transports transports,
            LiveExchanges live,
            KeepAlive keepAlive,
            Admission admission,
            Metering metering,
            Router router,
            Failover failover,
            InstantSource clock,
            Presets presets,
            HealthEndpoint health,
            MetricsEndpoint metrics,
            PrometheusMeterRegistry registry) {
        Spools spools = new Spools(data.spool());
        Faces faces = Faces.of(new Intake(spools, settings.maxBody().toBytes()));
        StoredResponses responses = new StoredResponses();
        SealOrigins seals = new SealOrigins(clock);
        RoutingHeaders headers = new RoutingHeaders(settings.routingHeaders());
        ChatProxy proxy = new ChatProxy(
                new Wishes(router, responses, seals),
                responses,
                new Repeats(repeats, clock, registry),
                admission,
                new Demands(admission.capNano(), clock),
                metering,
                failover,
                new Upstream(transports, spools, seals),
                new Relay(transports, headers),
                live,
                keepAlive,
                headers);
        ModelsEndpoint models = new ModelsEndpoint();
        List<RouteTable.Entry> entries = new Routes(faces, proxy)
                .openAi(models, new ResponsesEndpoint(responses, spools))
                .others(models)
                .older(models, new OlderEndpoints(presets, clock))
                .own(health, new StatusEndpoint(clock), metrics)
                .entries();
        return new RouteTable(faces, entries);
    }

    @Bean
    Gate gate(ProxySettings settings, AccessSettings access, KeyHasher hasher, InstantSource clock) {
        return new Gate(settings, access, hasher, clock);
    }

    @Bean
    HealthEndpoint healthEndpoint(
            Readiness readiness,
            LiveCatalog catalog,
            Gate gate,
            Metering metering,
            ProxySettings settings,
            InstantSource clock) {
        Roll roll = new Roll(catalog, System::nanoTime);
        return new HealthEndpoint(readiness, catalog, roll, gate, metering, settings.healthUpText(), clock);
    }

    @Bean
    MetricsEndpoint metricsEndpoint(
            PrometheusMeterRegistry registry,
            CandidateGauges candidates,
            Metering metering,
            LiveCatalog catalog,
            InstantSource clock) {
        return new MetricsEndpoint(registry, candidates, metering, catalog, clock);
    }

    @Bean
    FilterRegistrationBean<ProxyFilter> proxyFilter(
            ProxySettings settings,
            RouteTable routes,
            LiveCatalog catalog,
            Gate gate,
            Ids ids,
            Readiness readiness,
            LiveExchanges live,
            Metering metering,
            PrometheusMeterRegistry registry) {
        ProxyFilter filter = new ProxyFilter(
                routes,
                catalog,
                gate,
                new RequestIds(ids),
                readiness,
                live,
                new Capacity(settings, HeapPressure.ofThisJvm(settings.maxHeapPercent()), registry),
                metering);
        FilterRegistrationBean<ProxyFilter> registration = new FilterRegistrationBean<>(filter);
        registration.addUrlPatterns(
                "/v1/*", "/v1beta/*", "/api/*", "/openai/*", "/health", "/health/*", "/metrics", "/metrics/*");
        registration.addUrlPatterns(WITHOUT_VERSION);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setAsyncSupported(true);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
        return registration;
    }
}
