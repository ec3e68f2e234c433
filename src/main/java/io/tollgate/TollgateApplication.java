package io.tollgate;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.modulith.Modulithic;

/** Starts Tollgate: by {@code java -jar}, or inside a servlet container as a WAR. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Modulithic
public class TollgateApplication extends SpringBootServletInitializer {

    public static void main(String[] args) {
        SpringApplication.run(TollgateApplication.class, args);
    }

    @Override
    protected SpringApplicationBuilder configure(SpringApplicationBuilder application) {
        return application.sources(TollgateApplication.class);
    }
}
