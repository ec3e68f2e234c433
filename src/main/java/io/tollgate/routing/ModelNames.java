package io.tollgate.routing;

import io.tollgate.chat.NamePattern;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of the models there are, for who names one of them. */
public final class ModelNames {

    private final Set<String> names;
    private final Set<NamePattern> patterns = new HashSet<>();

    private ModelNames(Set<String> names) {
        this.names = names;
        for (String name : names) {
            NamePattern pattern = NamePattern.of(name);
            if (pattern != null) {
                patterns.add(pattern);
            }
        }
    }

    public static ModelNames of(Collection<Model> models) {
        return new ModelNames(models.stream().map(Model::getName).collect(Collectors.toSet()));
    }

    /** Whether a model is called so. */
    public boolean has(String name) {
        return names.contains(name);
    }

    /** Whether a model answers to a name: its own, or one that fits a star. A name with a star is none to ask for. */
    public boolean serve(String name) {
        return name.indexOf('*') < 0 && (has(name) || patterns.stream().anyMatch(pattern -> pattern.matches(name)));
    }
}
