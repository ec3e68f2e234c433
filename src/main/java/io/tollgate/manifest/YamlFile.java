package io.tollgate.manifest;

import io.tollgate.manifest.ManifestException.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Reads the tree of a YAML file, without what only makes it hard to understand: anchors, aliases, further documents.
 */
final class YamlFile {

    private static final long LARGEST = 3_000_000;

    private final String name;
    private final String content;
    private final Yaml yaml;

    private YamlFile(String name, String content) {
        this.name = name;
        this.content = content;
        LoaderOptions options = new LoaderOptions();
        options.setProcessComments(false);
        DumperOptions dumping = new DumperOptions();
        this.yaml = new Yaml(new SafeConstructor(options), new Representer(dumping), dumping, options);
    }

    /** The root of a file's tree. */
    static Node read(Path file) {
        String content = content(file);
        return new YamlFile(file.toString(), content).root();
    }

    private static String content(Path file) {
        try {
            if (!Files.exists(file)) {
                throw new ManifestException(new Reason.Unreadable(file.toString(), "does not exist"));
            }
            if (Files.size(file) > LARGEST) {
                throw new ManifestException(new Reason.Unreadable(file.toString(), "is larger than 3 MB"));
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new ManifestException(new Reason.Unreadable(file.toString(), "is not UTF-8"));
        } catch (IOException e) {
            throw new ManifestException(new Reason.Unreadable(file.toString(), "cannot be read"));
        }
    }

    private Node root() {
        try {
            refuseIndirections();
            return require(yaml.compose(new StringReader(content)));
        } catch (ReaderException e) {
            throw at(lineOf(e.getPosition())).error("holds a character that YAML does not allow");
        } catch (MarkedYAMLException e) {
            throw at(e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1)
                    .error("is not valid YAML: " + problem(e));
        } catch (YAMLException e) {
            throw at(1).error("is not valid YAML, or nested too deeply");
        }
    }

    private void refuseIndirections() {
        int documents = 0;
        for (Event event : yaml.parse(new StringReader(content))) {
            int line = event.getStartMark().getLine() + 1;
            if (event instanceof DocumentStartEvent && ++documents > 1) {
                throw at(line).error("a second document (---) begins here: a settings file holds one");
            }
            if (event instanceof NodeEvent node && (event instanceof AliasEvent || node.getAnchor() != null)) {
                throw at(line).error("holds an anchor (&) or an alias (*), which are not supported:"
                        + " write the value out, and put a text that begins with & or * in quotes");
            }
        }
    }

    private Node require(@Nullable Node root) {
        if (root == null) {
            throw at(1).error("is empty: a settings file begins with version: 1");
        }
        return root;
    }

    /** What the parser says, except where it repeats a text of the file. */
    private static String problem(MarkedYAMLException e) {
        String problem = e.getProblem();
        boolean repeats = problem == null || problem.startsWith("found undefined");
        return repeats ? "put a text that begins with ! in quotes" : problem;
    }

    private int lineOf(int position) {
        return (int) content.codePoints().limit(position).filter(c -> c == '\n').count() + 1;
    }

    private Spot at(int line) {
        return new Spot(name, line, "");
    }
}
