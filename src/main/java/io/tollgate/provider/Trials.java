package io.tollgate.provider;

import io.tollgate.dialect.ClientRequest;
import io.tollgate.dialect.DialectException;
import io.tollgate.dialect.Intake;
import io.tollgate.provider.ProviderFailure.BadAnswer;
import io.tollgate.storage.DataDirectory;
import io.tollgate.storage.Spools;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Makes trials: calls a provider with its first credential in use, as the gateway would for a client. */
@Component
public class Trials {

    private static final long LARGEST_REQUEST = 64 * 1024;
    private static final ProviderFailure NOT_AS_ASKED =
            new BadAnswer("upstream_bad_response", "The provider's answer is not what was asked for.");

    private final ProbeTargets targets;
    private final Transports transports;
    private final TrialRequests requests;

    Trials(ProbeTargets targets, Transports transports, DataDirectory data) {
        this.targets = targets;
        this.transports = transports;
        this.requests = new TrialRequests(new Intake(new Spools(data.spool()), LARGEST_REQUEST));
    }

    /** Calls a model; whatever goes wrong stands in the report. */
    public TrialReport run(UUID providerId, Trial trial) {
        long started = System.nanoTime();
        TrialRun run = new TrialRun(trial, transports);
        ProviderFailure failure = failure(trial, run, () -> targets.of(providerId));
        return run.report(failure, (System.nanoTime() - started) / 1_000);
    }

    /** Why a target does not answer; absent when it does. */
    @Nullable
    ProviderFailure failure(Trial trial, Target target) {
        return failure(trial, new TrialRun(trial, transports), () -> target);
    }

    private @Nullable ProviderFailure failure(Trial trial, TrialRun run, Chosen target) {
        try (ClientRequest request = requests.read(trial)) {
            run.call(request, target.get());
            return null;
        } catch (DialectException e) {
            return new ProviderFailure.Unsupported(e.error());
        } catch (ProviderException e) {
            return e.failure();
        } catch (IOException | JacksonException e) {
            return NOT_AS_ASKED;
        }
    }

    /** What is called. */
    private interface Chosen {
        Target get() throws ProviderException;
    }
}
