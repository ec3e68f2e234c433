package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.routing.RoutingTable.Found;
import io.tollgate.routing.RoutingTable.Served;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which model answers to a name. */
class RoutingTableTests {

    private final RoutingTable table = new RoutingTable(
            Stream.of("gpt-4o", "gpt-4*", "gpt-*", "*-mini", "claude")
                    .map(name -> new Served(name, 0, Choosing.USUAL, List.of()))
                    .toList(),
            Map.of("sonnet", "claude", "gpt-4-old", "gpt-4-new", "chain", "sonnet", "claude", "gpt-4o"));

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, gpt-4o,",
        "gpt-4o-mini, gpt-4*, o-mini",
        "gpt-4, gpt-4*, ''",
        "gpt-5, gpt-*, 5",
        "gpt-5-mini, *-mini, gpt-5",
        "o3-mini, *-mini, o3",
        "sonnet, claude,",
        "gpt-4-old, gpt-4*, -new",
        "claude, claude,",
    })
    void findsTheOneThatHasMostInCommon(String asked, String model, String rest) {
        assertThat(table.find(asked)).isNotNull().satisfies(found -> {
            assertThat(found.model().name()).isEqualTo(model);
            assertThat(found.name()).isEqualTo(asked);
            assertThat(found.rest()).isEqualTo(rest);
        });
    }

    @ParameterizedTest
    @CsvSource({"nothing", "chain", "GPT-4o", "''"})
    void findsNoOther(String asked) {
        assertThat(table.find(asked)).isNull();
    }

    @Test
    void aStarAloneTakesEveryName() {
        RoutingTable open = new RoutingTable(List.of(new Served("*", 0, Choosing.USUAL, List.of())), Map.of());

        assertThat(open.find("whatever")).isNotNull().extracting(Found::rest).isEqualTo("whatever");
        assertThat(open.models()).isEmpty();
    }

    @Test
    void listsWhatCanBeAskedForByName() {
        assertThat(table.models()).extracting(Served::name).containsExactly("claude", "gpt-4-old", "gpt-4o", "sonnet");
        assertThat(table.shown("gpt-4-turbo"))
                .isNotNull()
                .extracting(Served::name)
                .isEqualTo("gpt-4-turbo");
        assertThat(table.shown("nothing")).isNull();
    }
}
