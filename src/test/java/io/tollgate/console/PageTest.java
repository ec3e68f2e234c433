package io.tollgate.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.util.FileSystemUtils;

/**
 * A test of pages in the whole application, its database and vault included; one application serves all of these tests,
 * so they make their own rows and choose their own names. They act through a {@link Desk}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        properties = {
            "tollgate.provider.private-networks=127.0.0.0/8",
            "tollgate.alert.patience=5s",
            "tollgate.alert.interval=1h" // what tests leave behind is told to nobody
        })
@AutoConfigureMockMvc
@ContextConfiguration(initializers = PageTest.Home.class)
@Import({Desk.class, Statements.class})
@interface PageTest {

    /** A data directory that goes with the application. */
    class Home implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        /** A kind of provider of one's own, one of whose models is known. */
        static final String HOUSE = """
                {"provider": "house", "name": "House", "base_url": "https://house.example/v1", "auth_type": "bearer",
                 "models": [{"name": "house-large", "capabilities": {"vision": true, "function_calling": true},
                             "pricing": {"input_price": 0.5, "output_price": 2}}]}""";

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            try {
                Path home = Files.createTempDirectory("tollgate-pages");
                Path kinds = Files.createDirectory(home.resolve("providers"));
                Files.writeString(kinds.resolve("house.json"), HOUSE);
                TestPropertyValues.of("tollgate.home=" + home).applyTo(context);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void delete(Path home) {
            try {
                FileSystemUtils.deleteRecursively(home);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
