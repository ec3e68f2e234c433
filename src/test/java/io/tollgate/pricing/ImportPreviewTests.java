package io.tollgate.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.pricing.ImportPreview.Reason;
import io.tollgate.pricing.ImportPreview.Skipped;
import io.tollgate.storage.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What of a list cannot be taken is told, and does not keep the rest of it out. */
class ImportPreviewTests {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));

    private PriceImports imports;

    @BeforeEach
    void prepare() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(
                "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
        Flyway.configure().dataSource(database).load().migrate();
        imports =
                new PriceImports(new Prices(new PriceTable(new JdbcTemplate(database)), new Ids(CLOCK), CLOCK), CLOCK);
    }

    private ImportPreview preview(String file) {
        return imports.preview(file.getBytes(StandardCharsets.UTF_8), "list.json");
    }

    @Test
    void tellsWhatOfLiteLlmIsNotTakenAndWhy() {
        ImportPreview preview = preview("""
                {"sample_spec": {"litellm_provider": "one of", "input_cost_per_token": 0},
                 "good": {"litellm_provider": "openai", "input_cost_per_token": 1e-06,
                   "input_cost_per_token_batches": 5e-07, "output_cost_per_token_above_128k_tokens": 2e-06},
                 "openai/good": {"litellm_provider": "openai", "input_cost_per_token": 3e-06},
                 "free": {"litellm_provider": "openai", "mode": "chat"},
                 "nobodys": {"input_cost_per_token": 1e-06},
                 "auto": {"litellm_provider": "openai", "input_cost_per_token": -1},
                 "spoken": {"litellm_provider": "acme", "input_cost_per_token": 1e-06, "input_cost_per_second": 0.1}}""");

        assertThat(preview.added()).hasSize(2);
        assertThat(preview.skipped())
                .containsExactly(
                        new Skipped("sample_spec", Reason.EXAMPLE, null),
                        new Skipped("free", Reason.NO_PRICE, null),
                        new Skipped("nobodys", Reason.NO_VENDOR, null),
                        new Skipped("auto", Reason.REFUSED, "auto: input: a price cannot be negative"),
                        new Skipped("openai/good", Reason.TWICE, "input:3"));
        assertThat(preview.skippedCounts()).hasSize(5).containsEntry(Reason.TWICE, 1L);
        assertThat(preview.unread())
                .containsExactly(
                        entry("input_cost_per_second", 1),
                        entry("input_cost_per_token_batches", 1),
                        entry("output tiers", 1));
        assertThat(preview.otherVendors()).containsExactly(entry("acme", 1L));
    }

    @Test
    void tellsWhatOfModelsDevIsNotTakenAndWhy() {
        ImportPreview preview = preview("""
                {"openai": {"models": {
                   "good": {"cost": {"input": 1, "output": 2, "training": 9}},
                   "free": {},
                   "wrong": {"cost": {"input": "1"}}}}}""");

        assertThat(preview.added()).hasSize(1);
        assertThat(preview.skipped())
                .containsExactly(
                        new Skipped("openai free", Reason.NO_PRICE, null),
                        new Skipped("openai wrong", Reason.REFUSED, "openai wrong: input is not a number"));
        assertThat(preview.unread()).containsExactly(entry("training", 1));
    }

    @Test
    void tellsWhatOfGenaiPricesIsNotTakenAndWhy() {
        String long200 = "x".repeat(198);
        String rules = "{\"equals\": \"%s\"},".formatted(long200).repeat(30);
        ImportPreview preview = preview("""
                [{"id": "openai", "models": [
                   {"id": "good", "match": {"equals": "good"}, "prices": {"input_mtok": 1, "rental_hour": 3}},
                   {"id": "free", "match": {"equals": "free"}, "prices": {}},
                   {"id": "odd", "match": {"near": "odd"}, "prices": {"input_mtok": 1}},
                   {"id": "long", "match": {"or": [%s {"equals": "y"}]}, "prices": {"input_mtok": 1}}]}]""".formatted(rules));

        assertThat(preview.added()).hasSize(1);
        assertThat(preview.skipped())
                .extracting(Skipped::where, Skipped::reason)
                .containsExactly(
                        tuple("openai free", Reason.NO_PRICE),
                        tuple("openai odd", Reason.REFUSED),
                        tuple("openai long", Reason.REFUSED));
        assertThat(preview.unread()).containsExactly(entry("rental_hour", 1));
    }

    @Test
    void aListOfNothingThatCanBeIsRefusedWithAReason() {
        assertThatThrownBy(() -> preview("{\"m\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": -1}}"))
                .isInstanceOf(PriceException.class)
                .hasMessageContaining("0 prices")
                .hasMessageContaining("negative");
    }
}
