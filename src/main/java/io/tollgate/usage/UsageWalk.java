package io.tollgate.usage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One search through the ledger's rows, in pieces and in one direction, until enough are found. It looks at a limited
 * number of rows, so that a filter that matches hardly any is answered as soon as one that matches many.
 */
final class UsageWalk {

    /** How many rows a search looks at. */
    static final int MOST = 100_000;

    private static final int FIRST = 2_000;
    private static final int PIECE = 20_000;

    private static final String ROWS = """
            select u.*, k.name as key_name, t.name as team_name, p.name as provider_name, c.name as credential_name
            from (select * from usage_record where id >= :low and id < :high%1$s order by %2$s limit :limit) u
                left join virtual_key k on k.id = u.key_id
                left join team t on t.id = u.team_id
                left join provider p on p.id = u.provider_id
                left join credential c on c.id = u.credential_id
            order by u.id %3$s""";
    private static final String NTH =
            "select id from usage_record where id >= :low and id < :high order by id %s limit 1 offset :offset";
    private static final String COUNT = "select count(*) from usage_record where id >= :low and id < :high";

    private final JdbcClient jdbc;
    private final UsageFilter filter;
    private final UsageConditions conditions;
    private final boolean upwards;
    private final int enough;
    private final List<UsageEntry> found = new ArrayList<>();

    private IdStretch left;
    private int passed;
    private @Nullable UUID stop;

    /** @param within where it looks, the filter's time apart */
    UsageWalk(JdbcClient jdbc, UsageFilter filter, IdStretch within, boolean upwards, int enough) {
        this.jdbc = jdbc;
        this.filter = filter;
        this.conditions = UsageConditions.ofRows(filter);
        this.left = UsageConditions.stretch(filter).within(within);
        this.upwards = upwards;
        this.enough = enough;
    }

    /** Looks; called once. */
    void run() {
        if (filter.requestId() != null) {
            take(left); // an index knows these
            return;
        }
        go(left, FIRST, FIRST);
        stop = null;
        Iterator<IdStretch> busy = isOver() ? Collections.emptyIterator() : busy().iterator();
        while (!isOver() && stop == null && busy.hasNext()) {
            go(busy.next().within(left), PIECE, MOST);
        }
    }

    /** Where there may be more. */
    private Stream<IdStretch> busy() {
        UsageConditions sums = UsageConditions.ofSums(filter);
        return sums.isEmpty() ? Stream.of(left) : new BusyHours(jdbc, sums).in(present(), upwards);
    }

    /** What was found, in the direction of the search. */
    List<UsageEntry> found() {
        return found;
    }

    /** Where to go on with the search; absent when enough was found, or everything was looked at. */
    @Nullable
    UUID stop() {
        return stop;
    }

    private boolean isOver() {
        return found.size() >= enough || left.isEmpty();
    }

    /** Looks through a stretch until so many rows were looked at in all. */
    private void go(IdStretch stretch, int step, int most) {
        IdStretch rest = stretch;
        while (found.size() < enough && !rest.isEmpty()) {
            if (passed >= most) {
                stop = upwards ? IdStretch.before(rest.low()) : rest.high();
                return;
            }
            int size = Math.min(step, most - passed);
            UUID last = nth(rest, size);
            IdStretch piece = last == null ? rest : rest.upTo(last, upwards);
            passed += last == null ? count(piece) : size;
            take(piece);
            rest = rest.beyond(piece, upwards);
            left = left.beyond(piece, upwards);
        }
    }

    private void take(IdStretch piece) {
        String direction = upwards ? "asc" : "desc";
        String order = filter.requestId() == null ? "id " + direction : "request_id " + direction + ", id " + direction;
        found.addAll(jdbc.sql(ROWS.formatted(conditions.and(), order, direction))
                .params(conditions.params())
                .param("low", piece.low())
                .param("high", piece.high())
                .param("limit", enough - found.size())
                .query(UsageEntry::read)
                .list());
    }

    private @Nullable UUID nth(IdStretch stretch, int number) {
        return id(stretch, upwards, number - 1).orElse(null);
    }

    /** What is left, without the time before the first row and after the last. */
    private IdStretch present() {
        UUID first = id(left, true, 0).orElse(left.high());
        UUID last = id(left, false, 0).orElse(left.low());
        return new IdStretch(first, IdStretch.after(last)).within(left);
    }

    private Optional<UUID> id(IdStretch stretch, boolean ascending, int offset) {
        return jdbc.sql(NTH.formatted(ascending ? "asc" : "desc"))
                .param("low", stretch.low())
                .param("high", stretch.high())
                .param("offset", offset)
                .query(UUID.class)
                .optional();
    }

    private int count(IdStretch stretch) {
        return jdbc.sql(COUNT)
                .param("low", stretch.low())
                .param("high", stretch.high())
                .query(Integer.class)
                .single();
    }
}
