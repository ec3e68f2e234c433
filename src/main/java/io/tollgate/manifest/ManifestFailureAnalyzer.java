package io.tollgate.manifest;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Ends a failed start with what to correct in the settings, without a stack trace. */
final class ManifestFailureAnalyzer extends AbstractFailureAnalyzer<ManifestException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ManifestException cause) {
        return new FailureAnalysis(cause.reason().describe(), cause.reason().advise(), cause);
    }
}
