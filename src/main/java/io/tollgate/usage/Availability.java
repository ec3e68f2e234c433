package io.tollgate.usage;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells how providers answered in the last two days, quarter by quarter of an hour. */
@Component
public class Availability {

    private static final String ALL = "select provider_id, starts_at, calls, failed, refused from provider_quarter"
            + " where starts_at >= :from order by starts_at";
    private static final String OF_ONE = ALL.replace(" order by", " and provider_id = :provider order by");

    private final JdbcClient jdbc;

    Availability(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By provider, in the order of time; quarters without a call are left out. */
    public Map<UUID, List<Quarter>> since(Instant from) {
        return read(jdbc.sql(ALL).param("from", from.atOffset(ZoneOffset.UTC)));
    }

    /** Of one provider, in the order of time; quarters without a call are left out. */
    public List<Quarter> since(Instant from, UUID providerId) {
        return read(jdbc.sql(OF_ONE)
                        .param("from", from.atOffset(ZoneOffset.UTC))
                        .param("provider", providerId))
                .getOrDefault(providerId, List.of());
    }

    private static Map<UUID, List<Quarter>> read(JdbcClient.StatementSpec statement) {
        Map<UUID, List<Quarter>> found = new HashMap<>();
        statement.query(row -> {
            found.computeIfAbsent(row.getObject(1, UUID.class), _ -> new ArrayList<>())
                    .add(new Quarter(
                            row.getObject(2, OffsetDateTime.class).toInstant(),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(5)));
        });
        return found;
    }
}
