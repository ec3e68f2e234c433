package io.tollgate.usage;

import io.tollgate.usage.SeatEntry.Holder;
import io.tollgate.usage.SeatEntry.Place;
import io.tollgate.usage.Trace.Seat;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The names behind the candidates of a trace. */
@Component
public class SeatNames {

    private static final String PLACES = """
            select d.id, d.provider_model, m.name, case when m.retired_at is null then m.id end as linked
            from deployment d join model m on m.id = d.model_id
            where d.id in (:ids)""";

    private static final String HOLDERS = """
            select c.id, c.name, p.name as provider_name, case when p.retired_at is null then p.id end as linked
            from credential c join provider p on p.id = c.provider_id
            where c.id in (:ids)""";

    private final JdbcClient jdbc;

    SeatNames(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Everybody a trace speaks of. */
    public Map<Seat, SeatEntry> of(Trace trace) {
        List<Seat> seats = trace.seats().stream().distinct().toList();
        Map<UUID, Place> places = find(PLACES, ids(seats, Seat::deploymentId), SeatNames::place);
        Map<UUID, Holder> holders = find(HOLDERS, ids(seats, Seat::credentialId), SeatNames::holder);
        return seats.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        seat -> SeatEntry.of(seat, places.get(seat.deploymentId()), holders.get(seat.credentialId()))));
    }

    private static List<UUID> ids(List<Seat> seats, Function<Seat, UUID> id) {
        return seats.stream().map(id).distinct().toList();
    }

    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> Map<UUID, T> find(String sql, List<UUID> ids, Reading<T> reading) {
        Map<UUID, T> found = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql(sql).param("ids", ids).query(row -> {
                found.put(row.getObject("id", UUID.class), reading.read(row));
            });
        }
        return found;
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(row.getObject("linked", UUID.class), row.getString("name"), row.getString("provider_model"));
    }

    private static Holder holder(ResultSet row) throws SQLException {
        return new Holder(row.getString("name"), row.getObject("linked", UUID.class), row.getString("provider_name"));
    }
}
