package io.tollgate.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One mapping of the settings file, read key by key. */
final class Section {

    private static final int LONGEST_NAME = 100;
    private static final Set<String> LATER = Set.of("limits", "aliases", "headers");

    private final Spot at;
    private final Map<String, Node> values;
    private final Map<String, Integer> lines;
    private final Placeholders placeholders;
    private final Problems problems;

    private Section(Spot at, Placeholders placeholders, Problems problems) {
        this.at = at;
        this.values = new LinkedHashMap<>();
        this.lines = new LinkedHashMap<>();
        this.placeholders = placeholders;
        this.problems = problems;
    }

    /**
     * Opens a mapping.
     *
     * @throws ManifestException when it is none, or holds a key twice
     */
    static Section of(Node node, Spot at, Placeholders placeholders, Problems problems) {
        Section section = new Section(at, placeholders, problems);
        Nodes.entries(node, at).forEach(section::put);
        return section;
    }

    private void put(NodeTuple tuple) {
        int line = Nodes.line(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            throw new Spot(at.file(), line, at.key()).error("holds a key that is not a plain word");
        }
        Integer before = lines.putIfAbsent(key.getValue(), line);
        if (before != null) {
            throw at.key(line, Nodes.shown(key.getValue())).error("is there twice: line " + before + " has it already");
        }
        values.put(key.getValue(), tuple.getValueNode());
    }

    /** Refuses every key that is not named here: nothing is ignored in silence. */
    Section only(String... known) {
        Set<String> allowed = Set.of(known);
        for (String key : values.keySet()) {
            if (!allowed.contains(key)) {
                problems.attempt(() -> refuse(key, allowed));
            }
        }
        return this;
    }

    private boolean refuse(String key, Set<String> allowed) {
        Spot spot = spot(key);
        if (LATER.contains(key)) {
            throw spot.error("is not enforced by this version: remove the line");
        }
        throw spot.error("is not known here (a space goes after the colon); known are: "
                + String.join(", ", new TreeSet<>(allowed)));
    }

    Spot spot() {
        return at;
    }

    /** Where a key is, or where it would be. */
    Spot spot(String key) {
        return at.key(lines.getOrDefault(key, at.line()), Nodes.shown(key));
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** The name of the row that this section declares. */
    String name() {
        return require("name").name(LONGEST_NAME);
    }

    /** Whether the section disables its row; absent when it says nothing. */
    @Nullable
    Boolean disabled() {
        return find("disabled").map(Scalar::bool).orElse(null);
    }

    Scalar require(String key) {
        return find(key).orElseThrow(() -> spot(key).error("is missing"));
    }

    Optional<Scalar> find(String key) {
        return has(key) ? Optional.of(scalar(key)) : Optional.empty();
    }

    private Scalar scalar(String key) {
        return Nodes.scalar(node(key), spot(key), placeholders);
    }

    private Node node(String key) {
        Node node = values.get(key);
        if (node == null) {
            throw spot(key).error("is missing");
        }
        return node;
    }

    Optional<Section> section(String key) {
        return has(key) ? Optional.of(of(node(key), spot(key), placeholders, problems)) : Optional.empty();
    }

    /** Refuses a section whose list holds nothing. */
    Section some(String key) {
        if (elements(key).isEmpty()) {
            throw spot(key).error("holds nothing: at least one is needed");
        }
        return this;
    }

    /** Reads a list of declarations; elements that are wrong are left out and their problems kept. */
    <D extends Declaration> List<D> declarations(String key, Function<Section, D> reader) {
        Map<String, D> all = new LinkedHashMap<>();
        List<Node> elements = problems.attempt(() -> elements(key)).orElse(List.of());
        for (int i = 0; i < elements.size(); i++) {
            Node element = elements.get(i);
            Spot spot = spot(key).element(Nodes.line(element), Nodes.label(element, i));
            problems.attempt(() -> reader.apply(of(element, spot, placeholders, problems)))
                    .ifPresent(declaration -> keepFirst(all, declaration));
        }
        return List.copyOf(all.values());
    }

    private <D extends Declaration> void keepFirst(Map<String, D> all, D declaration) {
        Declaration before = all.putIfAbsent(declaration.name(), declaration);
        if (before != null) {
            problems.add(declaration
                    .at()
                    .problem("is there twice: line " + before.at().line() + " declares it already"));
        }
    }

    /** The mappings of a key that holds one or a list of them. */
    List<Section> oneOrMore(String key) {
        return values.get(key) instanceof SequenceNode
                ? sections(key)
                : section(key).stream().toList();
    }

    /** The mappings in a list. */
    List<Section> sections(String key) {
        List<Section> all = new ArrayList<>();
        List<Node> elements = elements(key);
        for (int i = 0; i < elements.size(); i++) {
            Node element = elements.get(i);
            Spot spot = spot(key).element(Nodes.line(element), String.valueOf(i));
            all.add(of(element, spot, placeholders, problems));
        }
        return all;
    }

    /** Reads a list of values. */
    List<Scalar> scalars(String key) {
        List<Scalar> all = new ArrayList<>();
        List<Node> elements = elements(key);
        for (int i = 0; i < elements.size(); i++) {
            Node element = elements.get(i);
            Spot spot = spot(key).element(Nodes.line(element), String.valueOf(i));
            all.add(Nodes.scalar(element, spot, placeholders));
        }
        return all;
    }

    private List<Node> elements(String key) {
        return has(key) ? Nodes.elements(node(key), spot(key)) : List.of();
    }
}
