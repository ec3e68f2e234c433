package io.tollgate.pricing;

import io.tollgate.chat.Usage;
import io.tollgate.chat.Usage.Media;

/** A usage cut into parts, so that nothing is counted twice: what a provider counts in two ways belongs to one. */
final class Split {

    private final long[] counts = new long[Part.COUNT];

    private Split() {}

    /**
     * The counts of the parts, each at its ordinal.
     *
     * @param rates tell whether reasoning, which may also be of a medium, is to be told apart
     */
    static long[] of(Usage usage, Rates rates) {
        Split split = new Split();
        split.input(usage);
        split.output(usage, rates.own(Part.REASONING) != null);
        split.add(Part.UNIT, usage.units());
        split.add(Part.WEB_SEARCH, usage.webSearches());
        split.add(Part.CITATION, usage.citationTokens());
        if (usage.source() != Usage.Source.NONE) {
            split.add(Part.REQUEST, 1);
        }
        return split.counts;
    }

    private void input(Usage usage) {
        long fresh = usage.inputTokens() - usage.cachedTokens() - usage.cacheWriteTokens();
        fresh -= take(Part.AUDIO_INPUT, fresh(usage.audio()), fresh);
        fresh -= take(Part.IMAGE_INPUT, fresh(usage.image()), fresh);
        fresh -= take(Part.VIDEO_INPUT, fresh(usage.video()), fresh);
        add(Part.INPUT, fresh);
        long cached = usage.cachedTokens();
        cached -= take(Part.CACHED_AUDIO, usage.audio().cached(), cached);
        cached -= take(Part.CACHED_IMAGE, usage.image().cached(), cached);
        cached -= take(Part.CACHED_VIDEO, usage.video().cached(), cached);
        add(Part.CACHED_INPUT, cached);
        add(Part.CACHE_WRITE_HOUR, usage.cacheWriteHourTokens());
        add(Part.CACHE_WRITE, usage.cacheWriteTokens() - usage.cacheWriteHourTokens());
    }

    private static long fresh(Media media) {
        return media.input() - media.cached();
    }

    private void output(Usage usage, boolean reasoningApart) {
        long written = usage.outputTokens();
        written -= take(Part.AUDIO_OUTPUT, usage.audio().output(), written);
        written -= take(Part.IMAGE_OUTPUT, usage.image().output(), written);
        written -= take(Part.VIDEO_OUTPUT, usage.video().output(), written);
        if (reasoningApart) {
            written -= take(Part.REASONING, usage.reasoningTokens(), written);
        }
        add(Part.OUTPUT, written);
    }

    /** Counts what is said, at most what is left. */
    private long take(Part part, long said, long left) {
        long taken = Math.min(said, left);
        add(part, taken);
        return taken;
    }

    private void add(Part part, long count) {
        if (count > 0) {
            counts[part.ordinal()] = count;
        }
    }
}
