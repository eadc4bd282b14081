package io.hookline.flow.model;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The order in which cards run, from happens-before pairs ({@code
 * docs/reference/flopack.md#order}). Where the pairs leave a choice, the place in the file decides,
 * so that one document always has one order.
 */
final class Order {
    private final List<List<Integer>> after;
    private final int[] before;

    Order(int cards) {
        after =
                IntStream.range(0, cards)
                        .mapToObj(i -> (List<Integer>) new ArrayList<Integer>(2))
                        .toList();
        before = new int[cards];
    }

    /** One card runs before another; repeated pairs and pairs of a card with itself are ignored. */
    void add(int first, int then) {
        if (first != then && !after.get(first).contains(then)) {
            after.get(first).add(then);
            before[then]++;
        }
    }

    /** What directly follows a card. */
    List<Integer> after(int card) {
        return after.get(card);
    }

    /** The cards that nothing precedes. */
    List<Integer> roots() {
        return IntStream.range(0, before.length)
                .filter(card -> before[card] == 0)
                .boxed()
                .collect(Collectors.toList());
    }

    /** All cards in order; those on a cycle and behind it are left out. */
    List<Integer> sorted() {
        int[] open = before.clone();
        var ready = new PriorityQueue<Integer>(roots());
        var order = new ArrayList<Integer>(before.length);
        while (!ready.isEmpty()) {
            int card = ready.remove();
            order.add(card);
            for (int next : after.get(card)) {
                if (--open[next] == 0) {
                    ready.add(next);
                }
            }
        }
        return order;
    }
}
