package io.tollgate.proxy;

import io.tollgate.dialect.StreamFormatException;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads an answer; whatever goes wrong is the provider's failure, and nothing stays open. */
final class Attempt {

    private static final Logger log = LoggerFactory.getLogger(Attempt.class);

    private Attempt() {}

    /** Reads what a provider answered. */
    interface Reading {
        Answer read() throws IOException, ProviderException;
    }

    /**
     * What is read. It keeps the response open only where it still reads from it.
     *
     * @throws ProviderException when the answer cannot be read, or is not what was asked for
     */
    static Answer of(ProviderResponse response, Reading reading) throws ProviderException {
        boolean passedOn = false;
        try {
            Answer answer = reading.read();
            passedOn = answer.isOpen();
            return answer;
        } catch (StreamFormatException e) {
            throw Upstream.bad("upstream_bad_response", "The provider's answer is not what was asked for.");
        } catch (IOException e) {
            throw response.failed(e);
        } catch (RuntimeException e) {
            log.warn("A provider's answer could not be read", e);
            throw Upstream.bad("upstream_bad_response", "The provider's answer is not what was asked for.");
        } finally {
            if (!passedOn) {
                response.close();
            }
        }
    }
}
