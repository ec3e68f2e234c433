package io.tollgate.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The gateway is killed under load, again and again, also while it recovers and while its journal goes on to another
 * segment: what a client saw the end of is a completed row, whatever reached the provider has a row, none is there
 * twice, the sums equal the rows, and so does what limits and budgets believe was used: a difference is an error in the
 * log. {@code -Dtollgate.crash.cycles} says how often, {@code -Dtollgate.crash.seed} when;
 * {@code -Dtollgate.crash.disk} names a directory on a small file system of its own, which is then filled to its last
 * byte in every fifth cycle.
 */
@Tag("packaged")
class CrashTests {

    private static final int CYCLES = Integer.getInteger("tollgate.crash.cycles", 20);
    private static final long SEED = Long.getLong("tollgate.crash.seed", 42L);

    private static final @Nullable String DISK = System.getProperty("tollgate.crash.disk");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final Random random = new Random(SEED);
    private final Callers callers = new Callers();

    @Test
    void nothingIsLostAndNothingIsCountedTwice() throws Exception {
        Path home = Files.createDirectories((DISK == null ? directory : Path.of(DISK)).resolve("home"));
        try (NotingProvider provider = new NotingProvider()) {
            Path settings = Victim.settings(directory, provider.url());
            Program program = Program.unpack(Path.of(System.getProperty("tollgate.war")), directory.resolve("program"));
            startAndStop(program, home, settings, "log-first");
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                try (Victim victim = new Victim(program, home, settings, directory.resolve("log-" + cycle))) {
                    switch (cycle % 5) {
                        case 4 -> killWhileItRecovers(victim);
                        case 2 -> killOnAFullDisk(victim, home, "c" + cycle);
                        default -> killUnderLoad(victim, "c" + cycle);
                    }
                }
            }
            long counted = startCallAndStop(program, home, settings);
            check(home, callers.complete(), provider.called());
            JdbcClient database = open(home);
            OffsetDateTime last = database.sql("select started_at from usage_record where request_id = 'last'")
                    .query(OffsetDateTime.class)
                    .single();
            assertThat(database.sql("select count(*) from usage_record where attempts > 0 and started_at >= :today")
                            .param(
                                    "today",
                                    last.withOffsetSameInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS))
                            .query(Long.class)
                            .single())
                    .as("rows of today, of which the key's limit knows")
                    .isEqualTo(counted);
        }
    }

    /** How many requests of today the limits of the last process knew. */
    private long startCallAndStop(Program program, Path home, Path settings) throws Exception {
        try (Victim victim = new Victim(program, home, settings, directory.resolve("log-last"))) {
            long counted = callers.callAndAskHowMany(victim.awaitReady());
            victim.stop();
            assertThat(victim.errors()).isEmpty();
            return counted;
        }
    }

    private void startAndStop(Program program, Path home, Path settings, String log) throws Exception {
        try (Victim victim = new Victim(program, home, settings, directory.resolve(log))) {
            victim.awaitReady();
            victim.stop();
        }
    }

    private static void killWhileItRecovers(Victim victim) throws Exception {
        victim.awaitRecovery();
        victim.kill();
        assertThat(victim.errors()).isEmpty();
    }

    private void killUnderLoad(Victim victim, String prefix) throws Exception {
        Callers.Load load = callers.call(victim.awaitReady(), prefix);
        awaitMore();
        victim.kill();
        load.stop();
        assertThat(victim.errors()).isEmpty();
    }

    /** Fills the disk, if it is one that may be filled, until requests are refused; then gives it room for more. */
    private void killOnAFullDisk(Victim victim, Path home, String prefix) throws Exception {
        if (DISK == null) {
            killUnderLoad(victim, prefix);
            return;
        }
        Callers.Load load = callers.call(victim.awaitReady(), prefix);
        awaitMore();
        try (Filler filler = new Filler(home.resolveSibling("filler"))) {
            int refused = callers.refused();
            filler.fill();
            awaitUntil(() -> callers.refused() > refused);
            if (random.nextBoolean()) {
                filler.close();
                awaitMore();
            }
            victim.kill();
        }
        load.stop();
    }

    /** Waits until some more ends were seen. */
    private void awaitMore() {
        int seen = callers.complete().size() + 5 + random.nextInt(150);
        awaitUntil(() -> callers.complete().size() >= seen);
    }

    private static void awaitUntil(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    private static void check(Path home, Set<String> complete, Set<String> called) throws IOException {
        JdbcClient database = open(home);
        Set<String> completed = ids(database, "select request_id from usage_record where outcome = 'COMPLETED'");
        Set<String> all = ids(database, "select request_id from usage_record");

        assertThat(complete).hasSizeGreaterThan(CYCLES);
        assertThat(missing(complete, completed))
                .as("ends that clients saw, without a row")
                .isEmpty();
        assertThat(missing(called, all))
                .as("calls to the provider without a row")
                .isEmpty();
        assertThat(number(database, "select count(*) from usage_record"))
                .as("rows of each id")
                .isEqualTo(all.size());
        assertThat(number(database, "select count(*) from usage_record where outcome = 'INTERRUPTED'"))
                .isPositive();
        assertThat(number(database, "select sum(attempts) from usage_record"))
                .isEqualTo(number(database, "select count(*) from usage_attempt"));
        assertThat(number(database, "select sum(cost_nano) from usage_record"))
                .isEqualTo(number(database, "select sum(cost_nano) from usage_attempt"));
        for (String sums : new String[] {"usage_hour", "usage_day", "usage_minute"}) {
            assertThat(number(database, "select sum(requests) from " + sums)).isEqualTo(all.size());
            assertThat(number(database, "select sum(cost_nano) from " + sums))
                    .isEqualTo(number(database, "select sum(cost_nano) from usage_record"));
        }
    }

    private static JdbcClient open(Path home) throws IOException {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + home.resolve("tollgate"));
        source.setUser("TOLLGATE");
        source.setPassword(Files.readString(home.resolve("database.password")).strip());
        return JdbcClient.create(source);
    }

    private static Set<String> ids(JdbcClient database, String sql) {
        return database.sql(sql).query(String.class).set();
    }

    private static long number(JdbcClient database, String sql) {
        return database.sql(sql).query(Long.class).single();
    }

    private static Set<String> missing(Set<String> wanted, Set<String> there) {
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(there);
        return missing;
    }
}
