package io.hookline.flow.engine;

import io.hookline.flow.TestFlows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes flows of pure cards, paths, loops, helpers, error handlers and effects; one seed, one flow.
 */
final class RandomFlows {
    private final Random random;
    private final List<TestFlows> helpers = new ArrayList<>();
    private int names;

    private final int atATime;

    RandomFlows(long seed) {
        this(seed, 1);
    }

    /**
     * @param atATime how many helpers a loop runs at a time
     */
    RandomFlows(long seed, int atATime) {
        random = new Random(seed);
        this.atATime = atATime;
    }

    /** The flow; its helpers are in {@link #helpers}. */
    TestFlows flow() {
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            TestFlows helper = TestFlows.helper("helper" + i, "in:string");
            String result = fill(helper, "begin.in", 1 + random.nextInt(4), 2);
            end(helper, result);
            helpers.add(helper);
        }
        TestFlows flow = TestFlows.helper("root", "in:string");
        String result = fill(flow, "begin.in", 2 + random.nextInt(6), 0);
        end(flow, result);
        return flow;
    }

    List<TestFlows> helpers() {
        return helpers;
    }

    private void end(TestFlows flow, String result) {
        flow.card(name(), "control.return", card -> card.from("out:string", result));
    }

    private String name() {
        return "c" + names++;
    }

    /** Adds cards; answers the output that the last of them gives. */
    private String fill(TestFlows flow, String from, int cards, int depth) {
        String result = from;
        for (int i = 0; i < cards; i++) {
            result = add(flow, result, depth);
        }
        return result;
    }

    private String add(TestFlows flow, String from, int depth) {
        String name = name();
        switch (random.nextInt(depth < 2 ? 14 : 7)) {
            case 0, 1 ->
                    flow.card(
                            name,
                            "string.concat",
                            card ->
                                    card.from("string1:string", from)
                                            .in("string2:string", "." + random.nextInt(10))
                                            .out("output:string"));
            case 2 -> {
                flow.card(
                        name,
                        "test.notify",
                        card -> card.from("text:string", from).out("answer:string"));
                return name + ".answer";
            }
            case 3, 4 -> {
                flow.card(
                        name,
                        "test.change",
                        card -> card.from("value:string", from).out("answer:string"));
                return name + ".answer";
            }
            case 5 -> {
                flow.card(
                        name,
                        "test.stamp",
                        card -> card.from("text:string", from).out("answer:string"));
                return name + ".answer";
            }
            case 6 -> {
                flow.card(
                        name,
                        "control.wait",
                        card ->
                                card.in("delay:number", random.nextInt(90))
                                        .in("unit:string", random.nextBoolean() ? "" : "minute"));
                return from;
            }
            case 7, 8 -> {
                return ifElse(flow, name, from, depth);
            }
            case 9 -> {
                return guard(flow, name, from, depth);
            }
            case 10 -> {
                return branch(flow, name, from, depth);
            }
            default -> {
                return loop(flow, name, from);
            }
        }
        return name + ".output";
    }

    private String ifElse(TestFlows flow, String name, String from, int depth) {
        String[] results = new String[2];
        flow.ifElse(
                name,
                "=" + from,
                random.nextBoolean() ? ">" : "<",
                Character.toString('a' + random.nextInt(26)),
                yes -> results[0] = fill(yes, from, random.nextInt(3), depth + 1),
                no -> results[1] = fill(no, from, random.nextInt(3), depth + 1),
                "out:string",
                () -> results[0],
                () -> results[1]);
        return name + "Join.out";
    }

    private String branch(TestFlows flow, String name, String from, int depth) {
        TestFlows yes = TestFlows.helper(name + "yes", "context/K:string");
        end(yes, fill(yes, "begin.context/K", random.nextInt(3), depth + 1));
        TestFlows no = TestFlows.helper(name + "no", "context/H:string");
        end(no, fill(no, "begin.context/H", random.nextInt(2), depth + 1));
        String limit = Character.toString('a' + random.nextInt(26));
        flow.card(
                name,
                "control.branch",
                card ->
                        card.from("if/left-operand:string", from)
                                .in("if/operator:string", ">")
                                .in("if/right-operand:string", limit)
                                .body("if/flo:flo", yes)
                                .body("else/flo:flo", no)
                                .from("context/K:string", from)
                                .from("context/H:string", from)
                                .out("out:string"));
        return name + ".out";
    }

    private String guard(TestFlows flow, String name, String from, int depth) {
        TestFlows attempt = TestFlows.helper(name + "try", "context/K:string");
        String result = fill(attempt, "begin.context/K", random.nextInt(3), depth + 1);
        if (random.nextBoolean()) {
            attempt.card(name(), "test.fail", card -> card.in("why:string", "chance"));
        }
        end(attempt, result);
        TestFlows handler = TestFlows.helper(name + "catch", "context/H:string");
        end(handler, fill(handler, "begin.context/H", random.nextInt(2), depth + 1));
        flow.card(
                name,
                "control.tryCatch",
                card ->
                        card.body("flo:flo", attempt)
                                .handler(handler)
                                .from("context/K:string", from)
                                .from("context/H:string", from)
                                .out("out:string"));
        return name + ".out";
    }

    private String loop(TestFlows flow, String name, String from) {
        if (helpers.isEmpty()) {
            flow.card(name, "control.let", card -> card.from("out:string", from).out("out:string"));
            return name + ".out";
        }
        String helper = "helper" + random.nextInt(helpers.size());
        if (random.nextBoolean()) {
            flow.card(
                    name,
                    "control.spawn",
                    card -> card.in("flo:flo", helper).from("in:string", from).out("out:string"));
            return name + ".out";
        }
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add("i" + i);
        }
        flow.card(
                name,
                "list.map",
                card ->
                        card.in("list:string[]", items)
                                .in("flo:flo", helper)
                                .in("concurrency:number", atATime)
                                .item("in:string", "")
                                .out("new list:string[]"));
        return name + ".new list";
    }
}
