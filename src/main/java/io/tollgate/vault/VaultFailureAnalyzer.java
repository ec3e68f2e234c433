package io.tollgate.vault;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns a start that failed on the master key's configuration into its reason and what to do. */
final class VaultFailureAnalyzer extends AbstractFailureAnalyzer<VaultException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, VaultException cause) {
        String action = "Keep the one source whose key this database was made with, and remove the others.";
        return cause.reason() instanceof VaultException.Reason.TwoSources two
                ? new FailureAnalysis(two.message(), action, cause)
                : new FailureAnalysis(cause.reason().message(), null, cause);
    }
}
