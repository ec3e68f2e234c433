package io.tollgate.manifest;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What the nodes of a YAML tree are, and where. */
final class Nodes {

    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,100}");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z_-]{0,19}");
    private static final Set<Tag> STANDARD =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE, Tag.SEQ, Tag.MAP);

    private Nodes() {}

    static List<NodeTuple> entries(Node node, Spot at) {
        if (!(standard(node, at) instanceof MappingNode mapping)) {
            throw at.error("must hold keys and values");
        }
        return mapping.getValue();
    }

    static List<Node> elements(Node node, Spot at) {
        if (!(standard(node, at) instanceof SequenceNode list)) {
            throw at.error("must be a list: begin each element with -");
        }
        return list.getValue();
    }

    static Scalar scalar(Node node, Spot at, Placeholders placeholders) {
        if (!(standard(node, at) instanceof ScalarNode scalar)) {
            throw at.error("must be a single value");
        }
        boolean quoted = scalar.getScalarStyle() != ScalarStyle.PLAIN;
        if (!quoted && scalar.getTag().equals(Tag.NULL)) {
            throw at.error("has no value");
        }
        boolean replaced = Placeholders.isIn(scalar.getValue());
        String text = placeholders.resolve(at, scalar.getValue());
        return new Scalar(
                at, text, quoted && !replaced, replaced || scalar.getTag().equals(Tag.STR));
    }

    private static Node standard(Node node, Spot at) {
        if (!STANDARD.contains(node.getTag())) {
            throw at.error("has a tag (!), which is not supported: put a text that begins with ! in quotes");
        }
        return node;
    }

    /** What an element of a list is called in messages: its name, or its place from 0. */
    static String label(Node element, int index) {
        if (element instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals("name")
                        && tuple.getValueNode() instanceof ScalarNode name
                        && NAME.matcher(name.getValue()).matches()) {
                    return name.getValue();
                }
            }
        }
        return String.valueOf(index);
    }

    /** What a key is called in messages: a slip of the pen may have made one of a secret. */
    static String shown(String key) {
        return WORD.matcher(key).matches() ? key : "(a key that is no plain word)";
    }

    /** From 1. */
    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
