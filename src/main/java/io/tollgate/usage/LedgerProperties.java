package io.tollgate.usage;

import io.tollgate.journal.Durability;
import io.tollgate.journal.JournalSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the books are kept.
 *
 * @param durability when a record is safe from a loss of power
 * @param segmentSize a file of the journal that has as much is followed by another
 * @param ballastSize room kept on the disk for the ends of what has begun
 * @param loaderShare percent of one core's time, 1 to 100, for bringing waiting records into the database
 * @param keepRecords how long each exchange's row is kept
 * @param keepHours how long the sums of each hour are kept; those of each day are kept for good
 */
@ConfigurationProperties("tollgate.usage")
record LedgerProperties(
        @DefaultValue("group") Durability durability,
        @DefaultValue("64MB") DataSize segmentSize,
        @DefaultValue("16MB") DataSize ballastSize,
        @DefaultValue("10") int loaderShare,
        @DefaultValue("90d") Duration keepRecords,
        @DefaultValue("400d") Duration keepHours) {

    LedgerProperties {
        if (loaderShare < 1 || loaderShare > 100) {
            throw new IllegalArgumentException(
                    "tollgate.usage.loader-share is " + loaderShare + ": give a percentage from 1 to 100");
        }
        Retention.require(Retention.RECORDS, keepRecords, Retention.LEAST_RECORDS);
        Retention.require(Retention.HOURS, keepHours, Retention.LEAST_HOURS);
    }

    Retention.Kept kept() {
        return new Retention.Kept(keepRecords, keepHours);
    }

    JournalSettings journal() {
        return new JournalSettings(durability, segmentSize.toBytes(), Math.toIntExact(ballastSize.toBytes()));
    }
}
