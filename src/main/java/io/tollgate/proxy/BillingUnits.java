package io.tollgate.proxy;

import io.tollgate.chat.Operation;
import io.tollgate.chat.Usage;
import io.tollgate.chat.Usage.Source;
import io.tollgate.chat.Usage.Unit;
import io.tollgate.dialect.AnswerScan;
import io.tollgate.dialect.ClientRequest;
import org.jspecify.annotations.Nullable;

/** What an exchange used, found where its operation says it is. */
final class BillingUnits {

    private BillingUnits() {}

    /** From a whole answer; absent when it says nothing. */
    static @Nullable Usage of(ClientRequest request, AnswerScan scan) {
        Usage usage = scan.usage();
        if (usage != null) {
            return request.operation() == Operation.EMBEDDINGS ? usage.ofInput() : usage;
        }
        return switch (request.operation().meter()) {
            case TOKENS_OR_IMAGES ->
                scan.images() == 0 ? null : Usage.ofUnits(scan.images(), Unit.IMAGE, Source.PROVIDER);
            case TOKENS_OR_SECONDS ->
                scan.seconds() <= 0
                        ? ofRequest(request)
                        : Usage.ofUnits((long) Math.ceil(scan.seconds()), Unit.SECOND, Source.PROVIDER);
            case CHARACTERS_OF_INPUT, TOKENS_IN_ANSWER, FREE -> ofRequest(request);
        };
    }

    /** From the request alone; how long its sound is can only be estimated. */
    static @Nullable Usage ofRequest(ClientRequest request) {
        return switch (request.operation().meter()) {
            case CHARACTERS_OF_INPUT -> Usage.ofUnits(request.inputCharacters(), Unit.CHARACTER, Source.PROVIDER);
            case TOKENS_OR_SECONDS -> Usage.ofUnits(request.extent().seconds(), Unit.SECOND, Source.ESTIMATED);
            case TOKENS_IN_ANSWER, TOKENS_OR_IMAGES, FREE -> null;
        };
    }
}
