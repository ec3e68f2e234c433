package io.tollgate.usage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Looks for rows of the ledger. A page begins at a row's id, so the last page is found as quickly as the first. */
@Component
public class UsageSearch {

    private static final String SELECT = """
            select u.*, k.name as key_name, t.name as team_name, p.name as provider_name, c.name as credential_name
            from (select * from usage_record %s order by id %s limit :limit) u
                left join virtual_key k on k.id = u.key_id
                left join team t on t.id = u.team_id
                left join provider p on p.id = u.provider_id
                left join credential c on c.id = u.credential_id
            order by u.id desc""";

    private final JdbcClient jdbc;

    UsageSearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One row. */
    public Optional<UsageEntry> find(UUID id) {
        return jdbc.sql(SELECT.formatted("where id = :id", "desc"))
                .param("id", id)
                .param("limit", 1)
                .query(UsageEntry::read)
                .optional();
    }

    /** The newest rows. */
    public UsagePage newest(UsageFilter filter, int size) {
        List<UsageEntry> found = search(filter, null, null, size + 1);
        return new UsagePage(first(found, size), false, found.size() > size);
    }

    /** The rows that follow a row, the newest first. */
    public UsagePage olderThan(UUID id, UsageFilter filter, int size) {
        List<UsageEntry> found = search(filter, "id < :edge", id, size + 1);
        return new UsagePage(first(found, size), true, found.size() > size);
    }

    /** The rows that go before a row, the newest first. */
    public UsagePage newerThan(UUID id, UsageFilter filter, int size) {
        List<UsageEntry> found = search(filter, "id > :edge", id, size + 1);
        List<UsageEntry> nearest = found.subList(Math.max(0, found.size() - size), found.size());
        return new UsagePage(List.copyOf(nearest), found.size() > size, true);
    }

    private static List<UsageEntry> first(List<UsageEntry> found, int size) {
        return List.copyOf(found.subList(0, Math.min(size, found.size())));
    }

    private List<UsageEntry> search(UsageFilter filter, @Nullable String beyond, @Nullable UUID edge, int limit) {
        Map<String, Object> params = new HashMap<>();
        List<String> conditions = conditions(filter, params);
        if (beyond != null && edge != null) {
            conditions.add(beyond);
            params.put("edge", edge);
        }
        String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
        String direction = "id > :edge".equals(beyond) ? "asc" : "desc";
        params.put("limit", limit);
        return jdbc.sql(SELECT.formatted(where, direction))
                .params(params)
                .query(UsageEntry::read)
                .list();
    }

    private static List<String> conditions(UsageFilter filter, Map<String, Object> params) {
        Conditions conditions = new Conditions(new ArrayList<>(), params);
        conditions.add("id >= :from", "from", filter.from() == null ? null : Period.idAt(filter.from()));
        conditions.add("id < :to", "to", filter.to() == null ? null : Period.idAt(filter.to()));
        conditions.add(
                "outcome = :outcome",
                "outcome",
                filter.outcome() == null ? null : filter.outcome().name());
        conditions.add("status / 100 = :statusClass", "statusClass", filter.statusClass());
        conditions.add("(model_asked = :model or model_served = :model)", "model", filter.model());
        conditions.add("team_id = :team", "team", filter.teamId());
        conditions.add("key_id = :key", "key", filter.keyId());
        conditions.add("provider_id = :provider", "provider", filter.providerId());
        conditions.add("streamed = :streamed", "streamed", filter.streamed());
        conditions.add("request_id = :requestId", "requestId", filter.requestId());
        if (filter.failed() != null) {
            conditions.texts().add((filter.failed() ? "(" : "not (") + UsageReports.FAILED + ")");
        }
        return conditions.texts();
    }

    private record Conditions(List<String> texts, Map<String, Object> params) {

        void add(String text, String name, @Nullable Object value) {
            if (value != null) {
                texts.add(text);
                params.put(name, value);
            }
        }
    }
}
