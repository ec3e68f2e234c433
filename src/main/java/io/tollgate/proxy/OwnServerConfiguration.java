package io.tollgate.proxy;

import io.tollgate.storage.Ids;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The server of our own: thousands of streams at once, and names of models that hold slashes. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(TomcatConnectorCustomizer.class)
class OwnServerConfiguration {

    /** A stream holds its buffers as long as it lasts, and most of what passes through them is smaller than this. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> ownServer(Ids ids) {
        return factory -> {
            factory.setProtocol(LeanHttpProtocol.class.getName());
            factory.addConnectorCustomizers(OwnServerConfiguration::configure);
            factory.addContextCustomizers(context -> tellErrors(context, new RequestIds(ids)));
        };
    }

    /** The valve that comes last reports; the host adds none of its own behind it. */
    private static void tellErrors(Context context, RequestIds requestIds) {
        if (context.getParent() instanceof StandardHost host) {
            host.setErrorReportValveClass(null);
            host.getPipeline().addValve(new ServerErrors(requestIds));
        }
    }

    private static void configure(Connector connector) {
        connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
        connector.setProperty("socket.appReadBufSize", "1024");
        connector.setProperty("socket.appWriteBufSize", "2048");
        connector.setProperty("maxTrailerSize", "1024");
        connector.setProperty("maxHttpResponseHeaderSize", "4096");
    }
}
