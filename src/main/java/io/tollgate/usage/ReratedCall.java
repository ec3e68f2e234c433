package io.tollgate.usage;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The call that served an exchange, with what it costs at another price.
 *
 * @param row the exchange, as it is in the ledger so far
 * @param number of the call
 * @param beforeNano what it cost in nano-dollars; absent where that was unknown
 * @param priceId the other price
 * @param afterNano what it costs then
 */
public record ReratedCall(
        UsageRecord row, int number, @Nullable Long beforeNano, UUID priceId, long afterNano) {

    /** How much more it costs than was charged, where an unknown cost is nothing. */
    public long differenceNano() {
        return afterNano - (beforeNano == null ? 0 : beforeNano);
    }

    /** How much more the exchange costs than was charged. */
    long rowDifferenceNano() {
        return rowNano() - (row.costNano() == null ? 0 : row.costNano());
    }

    /** What the exchange costs then: a call that failed before may bear a part of it. */
    long rowNano() {
        return row.costNano() == null || beforeNano == null ? afterNano : row.costNano() - beforeNano + afterNano;
    }

    /** What became of a call that was looked at. */
    sealed interface Verdict {}

    /** It costs something else, or the same at another price. */
    record Changed(ReratedCall call) implements Verdict {}

    /** It has that price already, or used nothing. */
    record Same() implements Verdict {}

    /** It cannot be rated again. */
    record Left(Reason reason) implements Verdict {}

    /** Why a call cannot be rated again. */
    public enum Reason {
        /** It was cut off, and what each of several calls used was not written down. */
        NOT_TOLD_APART,
        /** Nobody said what was used. */
        USAGE_UNKNOWN,
        /** No price holds at its time. */
        NO_PRICE,
        /** The price lacks a rate for something that was used. */
        PART_WITHOUT_PRICE
    }
}
