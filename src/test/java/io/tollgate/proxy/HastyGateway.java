package io.tollgate.proxy;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/**
 * A test against a {@link RetryingGateway} that has little patience itself: with clients, with streams when it stops,
 * and for a connection, of which it has two to each provider.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RetryingGateway.Test
@TestPropertySource(
        properties = {
            "tollgate.proxy.keep-alive=100ms",
            "tollgate.proxy.drain=200ms",
            "tollgate.provider.connections=2",
            "tollgate.provider.timeouts.lease=200ms",
            "server.tomcat.connection-timeout=2s"
        })
@Import({Limited.class, HastyGateway.Threads.class})
@interface HastyGateway {

    /** Knows the threads that serve requests. */
    @TestConfiguration(proxyBeanMethods = false)
    class Threads {

        private final Set<Thread> serving = ConcurrentHashMap.newKeySet();

        /** Interrupts all of them. */
        void interrupt() {
            serving.forEach(Thread::interrupt);
        }

        @Bean
        WebServerFactoryCustomizer<TomcatServletWebServerFactory> watching() {
            return factory -> factory.addEngineValves(new ValveBase(true) {
                @Override
                public void invoke(Request request, Response response) throws IOException, ServletException {
                    serving.add(Thread.currentThread());
                    try {
                        getNext().invoke(request, response);
                    } finally {
                        serving.remove(Thread.currentThread());
                    }
                }
            });
        }
    }
}
