package io.tollgate.manifest;

import io.tollgate.chat.NamePattern;
import io.tollgate.manifest.Declaration.DeclaredChoosing;
import io.tollgate.manifest.Declaration.DeclaredRedirect;
import io.tollgate.manifest.Declaration.DeclaredRouting;
import io.tollgate.manifest.Declaration.Mention;
import io.tollgate.provider.Tags;
import io.tollgate.routing.Choosing;
import io.tollgate.routing.Strategy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Reads how candidates are chosen, and the names and tags by which they are. */
final class ChoosingReader {

    private static final int LONGEST_MODEL = 200;

    private ChoosingReader() {}

    static DeclaredRouting routing(Section section) {
        section.only("strategy", "affinity");
        return new DeclaredRouting(
                section.spot(),
                section.find("strategy").map(ChoosingReader::strategy).orElse(Strategy.USUAL),
                section.find("affinity").map(Scalar::bool).orElse(Choosing.USUAL.affinity()));
    }

    static DeclaredChoosing choosing(Section section) {
        return new DeclaredChoosing(
                section.find("strategy").map(ChoosingReader::strategy).orElse(null),
                section.find("affinity").map(Scalar::bool).orElse(null),
                fallbacks(section));
    }

    private static Strategy strategy(Scalar value) {
        return Strategy.find(value.string())
                .orElseThrow(() -> value.at()
                        .error("is not known; known are: "
                                + Arrays.stream(Strategy.values())
                                        .map(Strategy::id)
                                        .collect(Collectors.joining(", "))));
    }

    private static List<Mention> fallbacks(Section section) {
        List<Mention> named = section.scalars("fallbacks").stream()
                .map(ChoosingReader::mention)
                .toList();
        if (named.size() > Choosing.MOST_FALLBACKS) {
            throw section.spot("fallbacks").error("names more than " + Choosing.MOST_FALLBACKS + " models");
        }
        return named;
    }

    private static Mention mention(Scalar value) {
        return new Mention(value.at(), value.name(LONGEST_MODEL));
    }

    /** A model's name, in which one star may stand for any text. */
    static String model(Scalar value) {
        String name = value.name(LONGEST_MODEL);
        if (NamePattern.isFlawed(name)) {
            throw value.at().error("holds more than one star");
        }
        return name;
    }

    static DeclaredRedirect redirect(Section section) {
        section.only("name", "to", "disabled");
        Scalar name = section.require("name");
        String text = name.name(LONGEST_MODEL);
        if (text.indexOf('*') >= 0) {
            throw name.at().error("holds a star: a redirect is for one name");
        }
        return new DeclaredRedirect(section.spot(), text, section.disabled(), mention(section.require("to")));
    }

    static List<String> tags(Section section) {
        List<Scalar> values = section.scalars("tags");
        List<String> tags = Tags.parse(values.stream().map(Scalar::string).collect(Collectors.joining(",")));
        if (!Tags.areSound(tags)) {
            throw section.spot("tags")
                    .error("must hold words of at most 50 letters, digits, dots, dashes, colons and underscores");
        }
        return tags;
    }
}
