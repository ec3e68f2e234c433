package io.tollgate.manifest;

import io.tollgate.manifest.Declaration.DeclaredDeployment;
import io.tollgate.manifest.Declaration.DeclaredModel;
import io.tollgate.pricing.Price;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads declared models, their deployments and prices. */
final class ModelReader {

    private static final int LONGEST_MODEL = 200;

    private ModelReader() {}

    static DeclaredModel read(Section section) {
        section.unlimited().only("name", "deployments", "price", "disabled");
        return new DeclaredModel(
                section.spot(),
                section.require("name").name(LONGEST_MODEL),
                section.disabled(),
                price(section),
                section.some("deployments").declarations("deployments", ModelReader::deployment));
    }

    private static DeclaredDeployment deployment(Section section) {
        section.unlimited().only("provider", "model", "priority", "weight", "stream-only", "price", "disabled");
        return new DeclaredDeployment(
                section.spot(),
                section.disabled(),
                section.require("provider").string(),
                section.require("model").name(LONGEST_MODEL),
                section.find("priority").map(value -> value.whole(1)).orElse(1),
                section.find("weight").map(value -> value.whole(0)).orElse(1),
                section.find("stream-only").map(Scalar::bool).orElse(false),
                price(section));
    }

    private static Price price(Section section) {
        return section.section("price").map(ModelReader::dollars).orElse(Price.NONE);
    }

    private static Price dollars(Section price) {
        price.only("input", "cached-input", "output", "unit");
        try {
            return Price.ofDollars(
                    dollars(price, "input"),
                    dollars(price, "cached-input"),
                    dollars(price, "output"),
                    dollars(price, "unit"));
        } catch (ArithmeticException e) {
            throw price.spot().error("holds an amount that is too large, or finer than a nano-dollar per million");
        }
    }

    private static @Nullable BigDecimal dollars(Section price, String key) {
        return price.find(key).map(Scalar::dollars).orElse(null);
    }
}
