package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;

/**
 * Every dialect does with each case what the case's files say, on the client's side and on the provider's. The cases
 * lie in {@code src/test/resources/dialect/<dialect>/<client or provider>/<case>/}:
 *
 * <table>
 * <caption>Files of a case; each may be missing</caption>
 * <tr><th>file</th><th>provider's side</th><th>client's side</th></tr>
 * <tr><td>{@code asked.json}</td><td colspan="2">what is asked for, as an OpenAI chat completions request</td></tr>
 * <tr><td>{@code request.json}</td><td>what the provider must be sent for it</td><td>what the client sends for it</td></tr>
 * <tr><td>{@code request.path}</td><td>where that goes</td><td></td></tr>
 * <tr><td>{@code refused.txt}</td><td>the parameter for which it cannot be carried at all, so that nothing is
 * sent</td><td></td></tr>
 * <tr><td>{@code losses.txt}</td><td>what could not be carried, one a line; without it, nothing is lost</td><td></td></tr>
 * <tr><td>{@code answer.json}</td><td>the provider's answer</td><td>the answer the client must get</td></tr>
 * <tr><td>{@code stream.sse}, {@code stream.ndjson}</td><td>the same answer, streamed</td><td>the frames it must get</td></tr>
 * <tr><td>{@code stream.txt}</td><td>the same, in the lines that {@link ConversationReader} reads</td><td></td></tr>
 * <tr><td>{@code events.txt}</td><td colspan="2">what happens in the answer: see {@link EventLines}</td></tr>
 * </table>
 *
 * Frames in Amazon's binary framing are written as {@code stream.sse}, as decoders get them: the type of the event and
 * its payload. What differs from run to run is written as a placeholder: see {@link Masks}. With the system property
 * {@code tollgate.fixtures.write=true}, files that are derived from others and missing are written as the code has
 * them, to be reviewed by a human who knows the dialect: {@code request.json} and {@code events.txt} on the provider's
 * side, {@code asked.json}, {@code answer.json} and the stream on the client's.
 */
class DialectContractTests {

    private static final List<String> CASES = List.of(
            "text",
            "system",
            "image",
            "tool-call",
            "parallel-tools",
            "tool-result",
            "thinking",
            "json-schema",
            "length",
            "refusal",
            "error");

    private static Set<String> providers() {
        return new TreeSet<>(ProviderDialects.names());
    }

    private static Set<String> clients() {
        return new TreeSet<>(ClientSide.ALL.keySet());
    }

    @TestFactory
    Stream<DynamicNode> providersDialects() {
        return providers().stream()
                .map(name -> dynamicContainer(
                        name,
                        Fixture.of(name, "provider").stream()
                                .map(fixture -> dynamicContainer(
                                        fixture.name(),
                                        new ProviderCase(ProviderDialects.of(name), fixture).tests()))));
    }

    @TestFactory
    Stream<DynamicNode> clientsDialects() {
        return ClientSide.ALL.values().stream()
                .map(side -> dynamicContainer(
                        side.name(),
                        Fixture.of(side.name(), "client").stream()
                                .map(fixture ->
                                        dynamicContainer(fixture.name(), new ClientCase(side, fixture).tests()))));
    }

    @TestFactory
    Stream<DynamicNode> everyDialectHasItsCases() {
        return Stream.concat(
                providers().stream().map(name -> dynamicTest("provider " + name, () -> hasItsCases(name, "provider"))),
                clients().stream().map(name -> dynamicTest("client " + name, () -> hasItsCases(name, "client"))));
    }

    private static void hasItsCases(String dialect, String side) {
        assertThat(Fixture.of(dialect, side).stream().map(Fixture::name))
                .as("cases of %s as %s", dialect, side)
                .containsAll(CASES);
    }

    @Test
    void everyDirectoryIsADialects() throws IOException {
        try (Stream<Path> directories = Files.list(Fixture.ROOT)) {
            Set<String> dialects = new TreeSet<>(providers());
            dialects.addAll(clients());

            assertThat(directories.map(directory -> directory.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(dialects);
        }
    }

    @Test
    void everyDialectOfClientsIsTested() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(ClientDialect.class));

        assertThat(ClientSide.ALL.values().stream()
                        .map(side -> side.dialect().getClass().getName())
                        .collect(Collectors.toSet()))
                .isEqualTo(scanner.findCandidateComponents("io.tollgate").stream()
                        .map(definition -> definition.getBeanClassName())
                        .collect(Collectors.toSet()));
    }
}
