package io.tollgate.usage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a filter asks of rows, or of sums, in SQL with named parameters. */
record UsageConditions(List<String> texts, Map<String, Object> params) {

    private static final String CALLED =
            "exists (select 1 from usage_attempt a" + " where a.record_id = usage_record.id and a.provider_id = :%s%s)";
    private static final String UNANSWERED = " and a.outcome not in ('COMPLETED', 'CLIENT_CANCELLED', 'INTERRUPTED')";

    private UsageConditions() {
        this(new ArrayList<>(), new HashMap<>());
    }

    /** What is asked of a row, its time apart. */
    static UsageConditions ofRows(UsageFilter filter) {
        UsageConditions conditions = withOutcome(filter);
        conditions.addId("team_id", filter.teamId());
        conditions.addId("key_id", filter.keyId());
        conditions.addId("provider_id", filter.providerId());
        conditions.addId("credential_id", filter.credentialId());
        conditions.add("model_asked = :asked", "asked", filter.modelAsked());
        conditions.add("status / 100 = :statusClass", "statusClass", filter.statusClass());
        conditions.add("(model_asked = :model or model_served = :model)", "model", filter.model());
        conditions.add("streamed = :streamed", "streamed", filter.streamed());
        conditions.add("request_id = :requestId", "requestId", filter.requestId());
        conditions.add(CALLED.formatted("tried", ""), "tried", filter.tried());
        conditions.add(CALLED.formatted("missed", UNANSWERED), "missed", filter.missed());
        if (filter.failed() != null) {
            conditions.texts.add((filter.failed() ? "(" : "not (") + UsageReports.FAILED + ")");
        }
        return conditions;
    }

    /** What a sum must be like if one of its rows is looked for; nothing when sums do not tell. */
    static UsageConditions ofSums(UsageFilter filter) {
        UsageConditions conditions = withOutcome(filter);
        conditions.add("team_id = :team", "team", filter.teamId());
        conditions.add("key_id = :key", "key", filter.keyId());
        conditions.add("provider_id = :provider", "provider", filter.providerId());
        conditions.add("credential_id = :credential", "credential", filter.credentialId());
        conditions.add("model = :asked", "asked", filter.modelAsked());
        if (Boolean.TRUE.equals(filter.failed())) {
            conditions.texts.add("errors > 0");
        }
        return conditions;
    }

    private static UsageConditions withOutcome(UsageFilter filter) {
        UsageConditions conditions = new UsageConditions();
        conditions.add(
                "outcome = :outcome",
                "outcome",
                filter.outcome() == null ? null : filter.outcome().name());
        return conditions;
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    /** All of them, each after an {@code and}. */
    String and() {
        return texts.isEmpty() ? "" : " and " + String.join(" and ", texts);
    }

    private void add(String text, String name, @Nullable Object value) {
        if (value != null) {
            texts.add(text);
            params.put(name, value);
        }
    }

    private void addId(String column, @Nullable UUID value) {
        if (UsageFilter.NONE.equals(value)) {
            texts.add(column + " is null");
        } else {
            add(column + " = :" + column, column, value);
        }
    }

    /** The ids a filter's time allows. */
    static IdStretch stretch(UsageFilter filter) {
        UUID low = filter.from() == null ? IdStretch.ALL.low() : Period.idAt(filter.from());
        UUID high = filter.to() == null ? IdStretch.ALL.high() : Period.idAt(filter.to());
        return new IdStretch(low, high);
    }
}
