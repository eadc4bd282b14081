package io.hookline.bench;

/** A flow of 50 cards: a trigger, 48 functions of everyday use, and a message. */
final class FiftyCards {
    static final String BODY =
            """
            {"who":"bench-########","words":["phishing","attempt","stopped"],\
            "event":{"actor":{"id":"00u1","tags":["a","b"]},"risk":{"level":"MEDIUM","score":40}}}\
            """;

    private static final int ROUNDS = 6;

    private FiftyCards() {}

    static BenchFlow flow() {
        return flow("50 cards");
    }

    static BenchFlow flow(String name) {
        BenchFlow flow =
                BenchFlow.endpoint(
                        name, "body/who:string", "body/words:string[]", "body/event:object");
        String who = "begin.body/who";
        for (int i = 0; i < ROUNDS; i++) {
            who = round(flow, i, who);
        }
        return flow.slackMessage(who);
    }

    /** Eight cards, of which the last gives the text that the next eight begin with. */
    private static String round(BenchFlow flow, int round, String who) {
        String n = Integer.toString(round);
        flow.card(
                "level" + n,
                "object.get",
                card ->
                        card.from("object:object", "begin.body/event")
                                .in("path:string", "risk.level")
                                .out("output:string"));
        flow.card(
                "lower" + n,
                "string.toLowerCase",
                card -> card.from("string:string", "level" + n + ".output").out("output:string"));
        flow.card(
                "score" + n,
                "object.get",
                card ->
                        card.from("object:object", "begin.body/event")
                                .in("path:string", "risk.score")
                                .out("output:number"));
        flow.card(
                "sum" + n,
                "math.add",
                card ->
                        card.from("a:number", "score" + n + ".output")
                                .in("b:number", round)
                                .out("output:number"));
        flow.card(
                "high" + n,
                "boolean.compare",
                card ->
                        card.from("left-operand:number", "sum" + n + ".output")
                                .in("operator:string", ">")
                                .in("right-operand:number", 70)
                                .out("result:boolean"));
        flow.card(
                "words" + n,
                "list.join",
                card ->
                        card.from("list:string[]", "begin.body/words")
                                .in("delimiter:string", " ")
                                .out("string:string"));
        flow.card(
                "details" + n,
                "object.construct",
                card ->
                        card.from("level:string", "lower" + n + ".output")
                                .from("score:number", "sum" + n + ".output")
                                .from("high:boolean", "high" + n + ".result")
                                .out("output:object"));
        flow.card(
                "text" + n,
                "string.compose",
                card ->
                        card.in("_text_:string", "{{{who}}} {{{words}}}")
                                .from("who:string", who)
                                .from("words:string", "words" + n + ".string")
                                .out("output:string"));
        return "text" + n + ".output";
    }
}
