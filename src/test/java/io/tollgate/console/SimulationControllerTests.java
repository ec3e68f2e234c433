package io.tollgate.console;

import static io.tollgate.console.Desk.idOf;
import static io.tollgate.console.Desk.name;
import static io.tollgate.console.Desk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.Team;
import io.tollgate.provider.Provider;
import io.tollgate.routing.Model;
import io.tollgate.storage.Source;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Where a model has more candidates than a route, all of them are told of. */
@PageTest
class SimulationControllerTests {

    private static final int MANY = 130;

    @Autowired
    private Desk desk;

    private Model model;
    private String page;

    @BeforeEach
    void prepare() {
        Provider provider = desk.provider(Source.CONSOLE, "https://api.openai.com/v1");
        String keys = IntStream.range(0, MANY)
                .mapToObj(i -> "pooled-%03d,sk-%s-%d".formatted(i, UUID.randomUUID(), i))
                .collect(Collectors.joining("\n"));
        desk.send("/providers/" + provider.getId() + "/credentials/import", "keys", keys);
        model = desk.model(Source.CONSOLE);
        desk.send(
                "/models/" + model.getId() + "/deployments",
                "provider",
                provider.getId().toString(),
                "providerModel",
                "gpt-4o-mini",
                "rank.priority",
                "7",
                "rank.weight",
                "42");
        Team team = desk.team(Source.CONSOLE);
        UUID key = idOf(
                desk.send("/keys", "name", name("caller"), "team", team.getId().toString()));
        page = "/models/simulate?model=" + model.getName() + "&key=" + key;
    }

    private static List<String> shown(String page) {
        return Pattern.compile("pooled-\\d{3}(?=</span>)")
                .matcher(page)
                .results()
                .map(found -> found.group())
                .toList();
    }

    @Test
    void showsPriorityWeightAndPriceOfEach() {
        String first = text(desk.open(page));

        assertThat(first)
                .contains(">Priority<", ">Weight<", "Price, in / out")
                .contains("<td class=\"num\">7</td>", "<td class=\"num\">42</td>", "$0.15 / $0.60");
        assertThat(text(desk.openInChinese(page)))
                .contains("优先级", "权重", "价格（输入 / 输出）")
                .doesNotContain("??");
    }

    @Test
    void tellsOfAllCandidatesPageByPage() {
        String first = text(desk.open(page));
        assertThat(first)
                .contains("has 16 of 130 candidates in its route", "Healthy: 130", "Page 1 of 2", "Not in the route");
        assertThat(shown(first)).hasSize(100).doesNotHaveDuplicates();

        String second = text(desk.open(page + "&page=2"));
        assertThat(shown(second)).hasSize(30).doesNotHaveDuplicates();
        assertThat(second)
                .contains("Page 2 of 2", "would answer with the model")
                .doesNotContain("Asked first");
        assertThat(text(desk.open(page + "&page=nonsense"))).contains("Page 1 of 2");
    }
}
