package io.hookline.server.event.log;

import io.hookline.server.event.log.EventRows.Place;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Collects the first so many places of an order, out of runs that each come in that order. */
public final class FirstPlaces {
    private final int limit;
    private final Comparator<Place> order;
    private final PriorityQueue<Place> worstFirst;

    public FirstPlaces(int limit, Comparator<Place> order) {
        this.limit = limit;
        this.order = order;
        this.worstFirst = new PriorityQueue<>(order.reversed());
    }

    /** The last of the kept ones, once there are enough that only nearer ones matter. */
    public Optional<Place> worst() {
        return worstFirst.size() < limit ? Optional.empty() : Optional.of(worstFirst.peek());
    }

    /** Whether the place is among the nearest so far. */
    public boolean offer(Place place) {
        if (worstFirst.size() == limit) {
            if (order.compare(place, worstFirst.peek()) > 0) {
                return false;
            }
            worstFirst.poll();
        }
        worstFirst.add(place);
        return true;
    }

    /** The kept ones in order. */
    public List<Long> positions() {
        return worstFirst.stream().sorted(order).map(Place::position).toList();
    }
}
