package io.tollgate.proxy;

import io.tollgate.chat.Usage;
import io.tollgate.dialect.AnswerScan;
import io.tollgate.dialect.Body;
import io.tollgate.dialect.FrameReader;
import io.tollgate.dialect.SseReader;
import io.tollgate.dialect.Translation;
import io.tollgate.provider.ProviderResponse;
import io.tollgate.provider.Target;
import io.tollgate.storage.Spool;
import java.io.InputStream;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a candidate answered, read so far that it can be passed on; nothing of it has gone to the client yet. */
sealed interface Answer extends AutoCloseable {

    @Override
    void close();

    /** Whether more of it is still to be read from the provider. */
    default boolean isOpen() {
        return false;
    }

    /** What of the request could not be said in the provider's dialect. */
    default List<String> losses() {
        return List.of();
    }

    /** The id its provider gave it, where that matters. */
    default @Nullable String id() {
        return null;
    }

    /**
     * A stream in another dialect than OpenAI's, standing on the frame behind the first that has something to show.
     *
     * @param held what was written so far, ready to go out
     */
    record Translated(
            ProviderResponse response, Target target, FrameReader frames, Translation translation, byte[] held)
            implements Answer {
        @Override
        public List<String> losses() {
            return translation.losses();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            response.close();
        }
    }

    /**
     * A stream, standing on its first event that has something to show.
     *
     * @param model the name clients ask for who answers
     * @param held events before that one, written and ready to go out
     */
    record Live(ProviderResponse response, Target target, String model, SseReader reader, AnswerScan scan, byte[] held)
            implements Answer {
        @Override
        public @Nullable String id() {
            return scan.id();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            response.close();
        }
    }

    /**
     * Events made from an answer that came whole, though a stream was asked for.
     *
     * @param model the name clients ask for who answers
     */
    record Split(String model, List<byte[]> events) implements Answer {
        @Override
        public void close() {
            // nothing is open any more
        }
    }

    /**
     * A whole answer, checked.
     *
     * @param outputTokens how many tokens it has, by an estimate
     */
    record Whole(
            Spool spool,
            Body body,
            String contentType,
            @Nullable Usage usage,
            @Nullable String id,
            List<String> losses,
            LongSupplier outputTokens)
            implements Answer {
        @Override
        public void close() {
            spool.close();
        }
    }

    /**
     * Bytes of another kind, such as audio, passed on as they come.
     *
     * @param body the response's, from its beginning
     */
    record Raw(ProviderResponse response, InputStream body) implements Answer {
        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            response.close();
        }
    }
}
