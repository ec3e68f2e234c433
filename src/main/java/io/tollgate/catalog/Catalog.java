package io.tollgate.catalog;

import io.tollgate.access.KeyRing;
import io.tollgate.routing.RoutingTable;

/** What an exchange reads, as one immutable whole: the keys, and the models with their credentials and prices. */
public record Catalog(KeyRing keys, RoutingTable models) {}
