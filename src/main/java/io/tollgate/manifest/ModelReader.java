package io.tollgate.manifest;

import io.tollgate.manifest.Declaration.DeclaredDeployment;
import io.tollgate.manifest.Declaration.DeclaredModel;
import io.tollgate.pricing.Terms;
import io.tollgate.routing.Model;
import java.util.List;

/** Reads declared models, their deployments and prices. */
final class ModelReader {

    private static final int LONGEST_MODEL = 200;

    private ModelReader() {}

    static DeclaredModel read(Section section) {
        section.only("name", "deployments", "price", "strategy", "affinity", "fallbacks", "context-window", "disabled");
        return new DeclaredModel(
                section.spot(),
                ChoosingReader.model(section.require("name")),
                section.disabled(),
                section.find("context-window").map(ModelReader::tokens).orElse(null),
                prices(section),
                ChoosingReader.choosing(section),
                section.some("deployments").declarations("deployments", ModelReader::deployment));
    }

    private static int tokens(Scalar value) {
        int tokens = value.whole(1);
        if (tokens > Model.LARGEST_WINDOW) {
            throw value.at().error("must be at most " + Model.LARGEST_WINDOW + " tokens");
        }
        return tokens;
    }

    private static DeclaredDeployment deployment(Section section) {
        section.only(LimitReader.with(
                "provider", "model", "priority", "weight", "stream-only", "tags", "price", "disabled"));
        return new DeclaredDeployment(
                section.spot(),
                section.disabled(),
                section.require("provider").string(),
                section.require("model").name(LONGEST_MODEL),
                section.find("priority").map(value -> value.whole(1)).orElse(1),
                section.find("weight").map(value -> value.whole(0)).orElse(1),
                section.find("stream-only").map(Scalar::bool).orElse(false),
                ChoosingReader.tags(section),
                LimitReader.limits(section),
                prices(section));
    }

    private static List<Terms> prices(Section section) {
        return section.oneOrMore("price").stream().map(PriceReader::read).toList();
    }
}
