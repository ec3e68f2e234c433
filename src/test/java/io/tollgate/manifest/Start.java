package io.tollgate.manifest;

import io.tollgate.catalog.Catalog;
import io.tollgate.catalog.LiveCatalog;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A gateway without a server, running on a data directory until it is closed. */
record Start(ConfigurableApplicationContext context) implements AutoCloseable {

    static Start on(Path home, String... properties) {
        String[] arguments = Stream.concat(
                        Stream.of("tollgate.home=" + home, "local.server.port=3000"), Arrays.stream(properties))
                .map(property -> "--" + property)
                .toArray(String[]::new);
        return new Start(new SpringApplicationBuilder(ManifestSlice.class)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .run(arguments));
    }

    ManifestStatus status() {
        return context.getBean(ManifestLoader.class).status();
    }

    Catalog catalog() {
        return Objects.requireNonNull(context.getBean(LiveCatalog.class).current());
    }

    DemoMode demo() {
        return context.getBean(DemoMode.class);
    }

    List<String> column(String sql) {
        return context.getBean(JdbcClient.class).sql(sql).query(String.class).list();
    }

    @Override
    public void close() {
        context.close();
    }
}
