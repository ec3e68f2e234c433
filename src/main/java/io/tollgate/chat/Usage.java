package io.tollgate.chat;

/**
 * What one exchange used, as far as it is known. Counts that contradict each other are drawn into range: a part is
 * never more than what it is a part of, and nothing is negative.
 *
 * @param inputTokens tokens read, those read from and written to a cache included
 * @param cachedTokens the part of the input tokens read from a cache
 * @param cacheWriteTokens the part of the input tokens written to a cache
 * @param cacheWriteHourTokens the part of the written ones that is kept for an hour, not for minutes
 * @param outputTokens tokens written, reasoning included
 * @param reasoningTokens the part of the output tokens spent on reasoning
 * @param audio the part of the tokens that is sound
 * @param image the part of the tokens that is pictures, pages of documents included
 * @param video the part of the tokens that is film
 * @param webSearches searches of the web that the provider did
 * @param citationTokens tokens of quoted sources, which are not part of the output
 * @param units how many of {@code unit}
 * @param unit what an operation is billed in when that is not tokens
 * @param source who counted
 */
public record Usage(
        long inputTokens,
        long cachedTokens,
        long cacheWriteTokens,
        long cacheWriteHourTokens,
        long outputTokens,
        long reasoningTokens,
        Media audio,
        Media image,
        Media video,
        long webSearches,
        long citationTokens,
        long units,
        Unit unit,
        Source source) {

    /** The largest count that is believed. */
    public static final long MOST = 1_000_000_000_000L;

    /** Nothing is known. */
    public static final Usage NONE = ofUnits(0, Unit.TOKEN, Source.NONE);

    public Usage {
        inputTokens = within(inputTokens, MOST);
        cachedTokens = within(cachedTokens, inputTokens);
        cacheWriteTokens = within(cacheWriteTokens, inputTokens - cachedTokens);
        cacheWriteHourTokens = within(cacheWriteHourTokens, cacheWriteTokens);
        outputTokens = within(outputTokens, MOST);
        reasoningTokens = within(reasoningTokens, outputTokens);
        audio = audio.within(inputTokens, cachedTokens, outputTokens);
        image = image.within(inputTokens, cachedTokens, outputTokens);
        video = video.within(inputTokens, cachedTokens, outputTokens);
        webSearches = within(webSearches, MOST);
        citationTokens = within(citationTokens, MOST);
        units = within(units, MOST);
    }

    private static long within(long count, long most) {
        return Math.clamp(count, 0, most);
    }

    /**
     * The part of the tokens that is not text but of one other kind.
     *
     * @param input among the input tokens, those from a cache included
     * @param cached among the tokens read from a cache
     * @param output among the output tokens
     */
    public record Media(long input, long cached, long output) {

        public static final Media NONE = new Media(0, 0, 0);

        private Media within(long allInput, long allCached, long allOutput) {
            long read = Usage.within(input, allInput);
            return new Media(read, Usage.within(cached, Math.min(read, allCached)), Usage.within(output, allOutput));
        }
    }

    /** What an operation is billed in. */
    public enum Unit {
        TOKEN,
        IMAGE,
        SECOND,
        CHARACTER
    }

    /** Who counted: the provider, the gateway by an estimate, or nobody. */
    public enum Source {
        PROVIDER,
        ESTIMATED,
        NONE
    }

    /** Token counts as a provider stated them. */
    public static Usage ofTokens(long input, long cached, long output, long reasoning) {
        return ofTokens(input, cached, 0, output, reasoning, 0, 0);
    }

    /** Token counts as a provider stated them, with the parts that most providers tell apart. */
    public static Usage ofTokens(
            long input, long cached, long cacheWrite, long output, long reasoning, long audioInput, long audioOutput) {
        return new Usage(
                input,
                cached,
                cacheWrite,
                0,
                output,
                reasoning,
                new Media(audioInput, 0, audioOutput),
                Media.NONE,
                Media.NONE,
                0,
                0,
                0,
                Unit.TOKEN,
                Source.PROVIDER);
    }

    /** Token counts the gateway estimated, because nobody counted. */
    public static Usage estimated(long input, long output) {
        return new Usage(
                input, 0, 0, 0, output, 0, Media.NONE, Media.NONE, Media.NONE, 0, 0, 0, Unit.TOKEN, Source.ESTIMATED);
    }

    /** The same with more output tokens, if they are more than were counted: then it is an estimate. */
    public Usage withOutputOfAtLeast(long tokens) {
        return tokens <= outputTokens
                ? this
                : new Usage(
                        inputTokens,
                        cachedTokens,
                        cacheWriteTokens,
                        cacheWriteHourTokens,
                        tokens,
                        reasoningTokens,
                        audio,
                        image,
                        video,
                        webSearches,
                        citationTokens,
                        units,
                        unit,
                        Source.ESTIMATED);
    }

    /** With searches that the answer shows and its usage does not count; what a usage counts itself stays. */
    public Usage withWebSearches(long searches) {
        return webSearches > 0 || searches <= 0
                ? this
                : new Usage(
                        inputTokens,
                        cachedTokens,
                        cacheWriteTokens,
                        cacheWriteHourTokens,
                        outputTokens,
                        reasoningTokens,
                        audio,
                        image,
                        video,
                        searches,
                        citationTokens,
                        units,
                        unit,
                        source);
    }

    /** A count of billing units the gateway took from the request or the answer. */
    public static Usage ofUnits(long units, Unit unit, Source source) {
        return new Usage(0, 0, 0, 0, 0, 0, Media.NONE, Media.NONE, Media.NONE, 0, 0, units, unit, source);
    }

    /** The input alone, for what is read once and answered without words: nothing is written, and no cache is used. */
    public Usage ofInput() {
        return new Usage(inputTokens, 0, 0, 0, 0, 0, audio, image, video, 0, 0, units, unit, source);
    }

    /** The part of the input tokens that is sound. */
    public long audioInputTokens() {
        return audio.input();
    }

    /** The part of the output tokens that is sound. */
    public long audioOutputTokens() {
        return audio.output();
    }
}
