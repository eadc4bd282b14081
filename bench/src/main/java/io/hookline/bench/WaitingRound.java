package io.hookline.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Executions that wait: what each of them takes, that they outlive a kill, and how late they go on.
 */
record WaitingRound(EngineLoad load) {
    private static final int BYTES = 1024;
    private static final int PER_SECOND = 10_000 / 60;

    /** Time to accept those that are due, to kill and to start. */
    private static final Duration PREPARING = Duration.ofSeconds(20);

    private static final int ACCEPTED_PER_SECOND = 300;

    void run(int count) {
        Server server = load.server();
        Server.Flow days = server.prepare(BenchFlow.file(waitsForDays()), load.slack().url());
        Server.Flow date = server.prepare(BenchFlow.file(waitsUntil()), load.slack().url());
        load.invoke(days, Math.max(100, count / 20), WaitingRound::body);
        server.awaitIdle(days);

        memory(days, count);
        lateness(date, count);
    }

    private void memory(Server.Flow flow, int count) {
        Server server = load.server();
        Optional<Long> heap = server.liveHeap();
        Optional<Long> resident = server.residentMiB();
        long rows = server.unfinished();
        load.invoke(flow, count, WaitingRound::body);
        server.awaitIdle(flow);
        ObjectNode line = load.line("waiting executions").put("count", count);
        line.put("rows", server.unfinished() - rows);
        heap.ifPresent(before -> {
            long after = server.liveHeap().orElseThrow();
            line.put("heapBytesEach", (after - before) / count);
            line.put("heapBeforeMiB", before / BYTES / BYTES);
            line.put("heapAfterMiB", after / BYTES / BYTES);
        });
        resident.ifPresent(before -> line.put("rssBeforeMiB", before));
        server.residentMiB().ifPresent(after -> line.put("rssAfterMiB", after));
        load.print(line.put("budget", "a row and no thread"));
    }

    private void lateness(Server.Flow flow, int count) {
        Server server = load.server();
        int seen = load.slack().distinct();
        int from = load.requests().reserve(count);
        Instant first =
                Instant.ofEpochSecond(Instant.now().getEpochSecond() + 1)
                        .plus(PREPARING)
                        .plusSeconds(count / ACCEPTED_PER_SECOND);
        // One clock for both: what Slack notes is no time of day.
        long atNanos = System.nanoTime();
        long atMillis = System.currentTimeMillis();
        load.invoke(flow, count, number -> body(from + number, due(first, number)));
        server.awaitIdle(flow);
        ObjectNode line = load.line("executions due in one minute").put("count", count);
        if (server.isOwn()) {
            long before = server.unfinished();
            server.killAndStart();
            line.put("rowsBeforeKill", before).put("rowsAfterStart", server.unfinished());
        }
        long early = Duration.between(Instant.now(), first).toMillis();
        Server.pause(Duration.ofMillis(Math.max(0, early)));
        boolean all = load.slack().await(seen + count, Duration.ofSeconds(30));

        Samples late = new Samples();
        int inTheirSecond = 0;
        for (int i = 0; i < count; i++) {
            long arrival = load.slack().arrival(from + i);
            if (arrival > 0) {
                long wall = atMillis + (arrival - atNanos) / 1_000_000;
                long millis = wall - due(first, i).toEpochMilli();
                late.add(millis * 1_000_000);
                inTheirSecond += millis < 1_000 ? 1 : 0;
            }
        }
        line.put("complete", all).put("wentOn", late.size()).put("inTheirSecond", inTheirSecond);
        line.put("readyMillisBeforeTheFirst", early);
        line.put("lateP50Millis", late.percentile(50)).put("lateP99Millis", late.percentile(99));
        line.put("lateMaxMillis", late.percentile(100));
        load.print(line.put("budgetMillis", 1_000));
    }

    private static Instant due(Instant first, int number) {
        return first.plusSeconds(number / PER_SECOND);
    }

    private static BenchFlow waitsForDays() {
        return BenchFlow.endpoint("Waits for days", "body/who:string")
                .card(
                        "wait",
                        "control.wait",
                        card -> card.in("delay:number", 3).in("unit:string", "days"))
                .slackMessage("begin.body/who");
    }

    private static BenchFlow waitsUntil() {
        return BenchFlow.endpoint("Waits until", "body/who:string", "body/until:Date")
                .card("until", "control.until", card -> card.from("date:Date", "begin.body/until"))
                .slackMessage("begin.body/who");
    }

    private static String body(int number) {
        return "{\"who\":\"waits-%08d\"}".formatted(number);
    }

    private static String body(int number, Instant until) {
        return "{\"who\":\"bench-%08d\",\"until\":\"%s\"}".formatted(number, until);
    }
}
