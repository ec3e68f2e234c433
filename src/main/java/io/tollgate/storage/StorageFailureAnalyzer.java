package io.tollgate.storage;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns a start that failed on storage into its reason and what to do. */
final class StorageFailureAnalyzer extends AbstractFailureAnalyzer<StorageException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, StorageException cause) {
        return new FailureAnalysis(cause.reason().problem(), cause.reason().action(), cause);
    }
}
