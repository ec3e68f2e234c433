package io.tollgate.proxy;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tollgate.catalog.LiveCatalog;
import io.tollgate.dialect.Intake;
import io.tollgate.provider.Presets;
import io.tollgate.provider.Transports;
import io.tollgate.routing.Router;
import io.tollgate.storage.DataDirectory;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Spools;
import io.tollgate.usage.Metering;
import io.tollgate.vault.KeyHasher;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
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
    RouteTable routeTable(
            ProxySettings settings,
            DataDirectory data,
            Transports transports,
            LiveExchanges live,
            Metering metering,
            Readiness readiness,
            InstantSource clock,
            Presets presets,
            PrometheusMeterRegistry registry) {
        Spools spools = new Spools(data.spool());
        Faces faces = Faces.of(new Intake(spools, settings.maxBody().toBytes()));
        StoredResponses responses = new StoredResponses();
        ChatProxy proxy = new ChatProxy(
                new Router(() -> ThreadLocalRandom.current().nextLong()),
                responses,
                metering,
                new Upstream(transports, spools),
                new Relay(transports, live));
        ModelsEndpoint models = new ModelsEndpoint();
        List<RouteTable.Entry> entries = new Routes(faces, proxy)
                .openAi(models, new ResponsesEndpoint(responses, spools))
                .others(models)
                .older(models, new OlderEndpoints(presets, clock))
                .own(new HealthEndpoint(readiness, clock), new MetricsEndpoint(registry))
                .entries();
        return new RouteTable(faces, entries);
    }

    @Bean
    FilterRegistrationBean<ProxyFilter> proxyFilter(
            RouteTable routes,
            LiveCatalog catalog,
            ProxySettings settings,
            KeyHasher hasher,
            InstantSource clock,
            Ids ids,
            Readiness readiness,
            LiveExchanges live,
            Metering metering) {
        ProxyFilter filter = new ProxyFilter(
                routes, catalog, new Gate(settings, hasher, clock), new RequestIds(ids), readiness, live, metering);
        FilterRegistrationBean<ProxyFilter> registration = new FilterRegistrationBean<>(filter);
        registration.addUrlPatterns("/v1/*", "/v1beta/*", "/api/*", "/openai/*", "/health", "/health/*", "/metrics");
        registration.addUrlPatterns(WITHOUT_VERSION);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setAsyncSupported(true);
        return registration;
    }
}
