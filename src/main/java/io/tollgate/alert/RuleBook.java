package io.tollgate.alert;

import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How every rule is watched. */
@Component
public class RuleBook {

    private final AlertRules rows;

    RuleBook(AlertRules rows) {
        this.rows = rows;
    }

    /** Of every rule, in the order they are declared. */
    public Map<Rule, Rule.Terms> terms() {
        Map<Rule, Rule.Terms> all = usual();
        rows.findByRetiredAtIsNullOrderByName()
                .forEach(row -> Rule.find(row.getName()).ifPresent(rule -> all.put(rule, row.terms())));
        return all;
    }

    /** As long as nobody says it otherwise. */
    static Map<Rule, Rule.Terms> usual() {
        Map<Rule, Rule.Terms> all = new EnumMap<>(Rule.class);
        for (Rule rule : Rule.values()) {
            all.put(rule, new Rule.Terms(true, rule.usual(), null));
        }
        return all;
    }
}
