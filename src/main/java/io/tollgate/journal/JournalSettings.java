package io.tollgate.journal;

/**
 * How a journal is kept.
 *
 * @param segmentBytes a segment that has as many is followed by another
 * @param ballastBytes room kept on the disk for what ends something
 */
public record JournalSettings(Durability durability, long segmentBytes, int ballastBytes) {}
