package io.tollgate.usage;

import io.tollgate.chat.Usage;
import io.tollgate.journal.Position;
import io.tollgate.storage.Ids;
import io.tollgate.usage.Entry.Attempt;
import io.tollgate.usage.Entry.AttemptEnd;
import io.tollgate.usage.Entry.End;
import io.tollgate.usage.Entry.Start;
import io.tollgate.usage.JournalPositions.Progress;
import io.tollgate.usage.UsageRecord.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Fills the database of a stopped gateway with exchanges of the last 90 days, which go the way the ledger's own go: its
 * thread's writes, a thousand at a time. What it prints is what that costs. {@code bench/rows.sh} runs it.
 */
final class ManyRows {

    private static final Duration STRETCH = Duration.ofDays(90);
    private static final Duration MINUTES_KEPT = Duration.ofHours(49);
    private static final List<Cube> OLD = List.of(new Cube(Cube.HOUR), new Cube(Cube.DAY));
    private static final int OLD_BATCH = 20_000;
    private static final int BATCH = 1_000; // as the ledger's thread
    private static final int SHOWN = 250_000;
    private static final int CACHE_KB = Integer.getInteger("cache", 256 * 1024); // the gateway's own is 8 * 1024
    private static final PrintStream OUT = System.out;

    private final Random random;
    private final JdbcConnectionPool pool;
    private final LedgerDatabase database;
    private final List<Caller> callers;
    private final List<Served> served;

    private record Caller(UUID key, UUID team) {}

    private record Served(String model, String providerModel, UUID deployment, UUID provider, UUID credential) {}

    /** How an exchange ends, and what its caller sees. */
    private record Ending(Outcome outcome, int status) {}

    private ManyRows(JdbcConnectionPool pool, Random random) {
        JdbcClient jdbc = JdbcClient.create(pool);
        this.random = random;
        this.pool = pool;
        this.database = new LedgerDatabase(pool);
        this.callers = jdbc.sql("select id, team_id from virtual_key order by name")
                .query((row, _) -> new Caller(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
                .list();
        this.served = jdbc.sql("""
                        select m.name, d.provider_model, d.id, d.provider_id, c.id from deployment d
                            join model m on m.id = d.model_id join credential c on c.provider_id = d.provider_id
                        order by m.name, d.id, c.id""")
                .query((row, _) -> new Served(
                        row.getString(1),
                        row.getString(2),
                        row.getObject(3, UUID.class),
                        row.getObject(4, UUID.class),
                        row.getObject(5, UUID.class)))
                .list();
    }

    /** @param args the data directory, how many rows, and over how many seconds they go back unless over 90 days */
    public static void main(String[] args) throws IOException, SQLException {
        Path home = Path.of(args[0]);
        long rows = Long.parseLong(args[1]);
        Duration stretch = args.length > 2 ? Duration.ofSeconds(Long.parseLong(args[2])) : STRETCH;
        String password = Files.readString(home.resolve("database.password")).strip();
        String url = "jdbc:h2:file:" + home.resolve("tollgate").toAbsolutePath() + ";CACHE_SIZE=" + CACHE_KB;
        JdbcConnectionPool pool = JdbcConnectionPool.create(url, "TOLLGATE", password);
        try {
            Instant now = Instant.now();
            new ManyRows(pool, new Random(rows)).fill(rows, now.minus(stretch), now);
        } finally {
            pool.dispose();
        }
    }

    /** What is older than the sums of minutes are kept goes in by greater pieces, and without these. */
    private void fill(long rows, Instant from, Instant to) throws SQLException {
        Instant[] clock = {from};
        Ids ids = new Ids(() -> clock[0]);
        double apart = ChronoUnit.MICROS.between(from, to) / (double) rows;
        long old = (long) Math.max(0, rows - MINUTES_KEPT.toNanos() / 1_000 / apart);
        Meter meter = new Meter(Math.min(SHOWN, rows));
        for (long done = 0; done < rows; ) {
            LedgerBatch batch = new LedgerBatch();
            int size = done < old ? OLD_BATCH : BATCH;
            for (; batch.size() < size && done < rows; done++) {
                clock[0] = from.plus((long) (done * apart), ChronoUnit.MICROS);
                add(batch, ids.next(), clock[0]);
            }
            meter.begin();
            write(batch, size == BATCH);
            meter.end(batch.size(), done == rows);
        }
    }

    private void write(LedgerBatch batch, boolean recent) throws SQLException {
        Progress progress = new Progress(Position.START, 1);
        if (recent) {
            database.write(batch, progress);
            return;
        }
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            batch.write(OLD, progress, connection);
            connection.commit();
        }
    }

    /** What the writing costs. */
    private static final class Meter {

        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private final long every;
        private long all;
        private long rows;
        private long nanos;
        private long cpu;

        Meter(long every) {
            this.every = every;
        }

        void begin() {
            nanos -= System.nanoTime();
            cpu -= threads.getCurrentThreadCpuTime();
        }

        void end(int written, boolean last) {
            nanos += System.nanoTime();
            cpu += threads.getCurrentThreadCpuTime();
            all += written;
            rows += written;
            if (rows >= every || last) {
                OUT.printf(
                        Locale.ROOT,
                        "%,d rows: the last %,d went in at %,d a second, %d us of CPU each%n",
                        all,
                        rows,
                        rows * 1_000_000_000 / nanos,
                        cpu / rows / 1_000);
                rows = nanos = cpu = 0;
            }
        }
    }

    private void add(LedgerBatch batch, UUID id, Instant at) {
        Caller caller = skewed(callers);
        Served last = chosenBy(caller);
        Ending ending = ending();
        boolean embeds = last.model().contains("embed");
        boolean streamed = !embeds && random.nextInt(10) < 7;
        Start start = new Start(
                id,
                at,
                random.nextBoolean() ? id.toString() : new UUID(random.nextLong(), random.nextLong()).toString(),
                caller.key(),
                caller.team(),
                embeds ? "embeddings" : "chat",
                last.model(),
                streamed,
                0);
        long total = 80_000 + (long) (Math.exp(random.nextGaussian()) * 1_500_000);
        Exchange exchange = Exchange.begun(start);
        List<AttemptEnd> ends = new ArrayList<>();
        if (random.nextInt(50) == 0) {
            exchange = exchange.with(attempt(id, 1, skewed(served)));
            ends.add(new AttemptEnd(1, Outcome.UPSTREAM_ERROR, "upstream_error", 30_000, 0L, 500, null));
        }
        Usage usage = ending.status() == 200 ? usage(embeds) : Usage.NONE;
        long cost = usage.inputTokens() * 150 + usage.outputTokens() * 600;
        String code = ending.outcome() == Outcome.COMPLETED ? null : "upstream_error";
        exchange = exchange.with(attempt(id, ends.size() + 1, last));
        ends.add(new AttemptEnd(ends.size() + 1, ending.outcome(), code, total, cost, ending.status(), null));
        batch.add(
                exchange,
                new End(
                        id,
                        ending.outcome(),
                        ending.status(),
                        code,
                        usage,
                        cost,
                        ending.status() == 200 ? total / (streamed ? 6 : 1) : null,
                        total,
                        null,
                        ends,
                        null));
    }

    private static Attempt attempt(UUID id, int number, Served to) {
        return new Attempt(
                id,
                number,
                150,
                to.deployment(),
                to.provider(),
                to.credential(),
                to.providerModel(),
                null,
                100,
                15_000L,
                null,
                0);
    }

    private Usage usage(boolean embeds) {
        long input = 20 + (long) (Math.exp(random.nextGaussian()) * 900);
        long output = embeds ? 0 : 1 + (long) (Math.exp(random.nextGaussian()) * 250);
        return Usage.ofTokens(input, random.nextInt(3) == 0 ? input / 2 : 0, output, 0);
    }

    private Ending ending() {
        int draw = random.nextInt(100_000);
        if (draw < 97_000) {
            return new Ending(Outcome.COMPLETED, 200);
        }
        if (draw < 98_500) {
            return new Ending(Outcome.CLIENT_CANCELLED, 200);
        }
        if (draw < 99_300) {
            return new Ending(Outcome.UPSTREAM_REJECTED, 429);
        }
        if (draw < 99_800) {
            return new Ending(Outcome.UPSTREAM_ERROR, 502);
        }
        return draw < 99_998 ? new Ending(Outcome.UPSTREAM_TIMEOUT, 504) : new Ending(Outcome.TRUNCATED, 200);
    }

    /** A key is used for a few models. */
    private Served chosenBy(Caller caller) {
        return served.get(Math.floorMod(caller.key().hashCode() + random.nextInt(3), served.size()));
    }

    /** The first ones are chosen often, the last ones hardly ever. */
    private <T> T skewed(List<T> choices) {
        double draw = random.nextDouble();
        return choices.get((int) (draw * draw * draw * choices.size()));
    }
}
