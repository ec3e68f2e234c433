package io.tollgate.alert;

import io.tollgate.provider.Credentials;
import io.tollgate.routing.HealthBook;
import io.tollgate.routing.Outlook;
import io.tollgate.routing.Reason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Watches what is known of credentials, and of providers all of whose credentials fail. */
@Component
final class HealthSensor implements Sensor {

    private final HealthBook book;
    private final Credentials credentials;
    private Set<UUID> untried = Set.of();
    private Set<UUID> idle = Set.of();

    HealthSensor(HealthBook book, Credentials credentials) {
        this.book = book;
        this.credentials = credentials;
    }

    @Override
    public boolean isUnsure(Alert alert) {
        return switch (alert.rule()) {
            case CREDENTIAL_OUT -> untried.contains(alert.subject().id());
            case PROVIDER_DOWN -> idle.contains(alert.subject().id());
            default -> false;
        };
    }

    @Override
    public Set<Rule> rules() {
        return EnumSet.of(Rule.CREDENTIAL_OUT, Rule.PROVIDER_DOWN);
    }

    @Override
    public void look(Map<Rule, Rule.Numbers> numbers, Instant now, Consumer<Finding> found) {
        List<Outlook> all = book.outlook();
        untried = all.stream()
                .filter(outlook -> !outlook.tried())
                .map(Outlook::credentialId)
                .collect(Collectors.toSet());
        Map<UUID, List<Outlook>> byProvider = all.stream().collect(Collectors.groupingBy(Outlook::providerId));
        idle = byProvider.entrySet().stream()
                .filter(each -> each.getValue().stream().noneMatch(Outlook::tried))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        byProvider.forEach((provider, outlooks) -> {
            outlooks.forEach(outlook -> lookAt(outlook, found));
            if (outlooks.stream().allMatch(Outlook::isFailing)) {
                Subject subject = Subject.of(
                        Subject.Kind.PROVIDER, provider, outlooks.getFirst().providerName());
                found.accept(new Finding(Rule.PROVIDER_DOWN, subject, List.of(Integer.toString(outlooks.size()))));
            }
        });
    }

    private void lookAt(Outlook outlook, Consumer<Finding> found) {
        Reason lost = outlook.lost();
        if (lost == null) {
            return;
        }
        UUID id = outlook.credentialId();
        Subject subject =
                new Subject(Subject.Kind.CREDENTIAL, id, outlook.providerId(), Names.of(id, credentials::findById));
        found.accept(
                new Finding(Rule.CREDENTIAL_OUT, subject, List.of(outlook.providerName(), "#alerts.reason." + lost)));
    }
}
