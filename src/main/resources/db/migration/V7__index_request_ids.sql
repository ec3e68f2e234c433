-- Whoever looks for a request knows its id only; the row's id puts those of one caller that never changes it in order.

create index usage_record_request on usage_record (request_id, id);
