package io.hookline.flow.card;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the cards that steer do, by example. A helper flow stands there by its name, and a block by
 * what it returns; what a loop takes of each item is left out.
 */
final class SteeringExamples {
    private static final Map<String, CardExample> BY_CARD =
            Map.ofEntries(
                    example(
                            "control.callable",
                            """
                            {"user": "nobody", "reason": "not given"}\
                            """,
                            """
                            {"user": "ada", "reason": "not given"}\
                            """),
                    example(
                            "http.accept",
                            """
                            {"query": {"page": null}, "body": {"name": null}}\
                            """,
                            """
                            {"query": {"page": "2"}, "body": {"name": "Ada"}}\
                            """),
                    example(
                            "http.delegated",
                            """
                            {"inputs": {"reason": null}}\
                            """,
                            """
                            {"inputs": {"reason": "left the company"}}\
                            """),
                    example(
                            "control.noop",
                            """
                            {}\
                            """,
                            """
                            {}\
                            """),
                    example(
                            "control.if",
                            """
                            {"left-operand": 5, "operator": ">", "right-operand": 3}\
                            """,
                            """
                            {"result": true}\
                            """),
                    example(
                            "control.join",
                            """
                            {"priority": "usual"}\
                            """,
                            """
                            {"priority": "usual"}\
                            """),
                    example(
                            "control.branch",
                            """
                            {"if": {"left-operand": "vip", "operator": "==", "right-operand": "vip", "flo": {"Return": {"priority": "high"}}},
                             "else": {"flo": {"Return": {"priority": "usual"}}}}\
                            """,
                            """
                            {"priority": "high"}\
                            """),
                    example(
                            "control.tryCatch",
                            """
                            {"flo": {"Return": {"state": "done"}}}\
                            """,
                            """
                            {"state": "done"}\
                            """),
                    example(
                            "control.continueIf",
                            """
                            {"left-operand": 0, "operator": ">", "right-operand": 0, "otherwise": {"message": "Nothing to do."}}\
                            """,
                            """
                            {}\
                            """),
                    example(
                            "control.return",
                            """
                            {"user": "ada", "groups": 2}\
                            """,
                            """
                            {"user": "ada", "groups": 2}\
                            """),
                    example(
                            "control.returnRaw",
                            """
                            {"statusCode": 201, "headers": {"Location": "/users/7"}, "body": "made"}\
                            """,
                            """
                            {"statusCode": 201, "headers": {"Location": "/users/7"}, "body": "made"}\
                            """),
                    example(
                            "control.throw",
                            """
                            {"statusCode": 404, "message": "There is no such user."}\
                            """,
                            """
                            {}\
                            """),
                    example(
                            "control.throwIf",
                            """
                            {"left-operand": "ada", "operator": "is empty", "message": "No user was given.", "statusCode": 400}\
                            """,
                            """
                            {}\
                            """),
                    example(
                            "httpfunctions.close",
                            """
                            {"Response": {"statusCode": 202, "headers": {"X-Job": "7"}, "body": {"accepted": true}}}\
                            """,
                            """
                            {}\
                            """),
                    example(
                            "http.close",
                            """
                            {"statusCode": 202, "body": {"accepted": true}}\
                            """,
                            """
                            {}\
                            """),
                    example(
                            "control.wait",
                            """
                            {"delay": 5, "unit": "minute"}\
                            """,
                            """
                            {}\
                            """),
                    example(
                            "control.until",
                            """
                            {"date": "2026-02-01T00:00:00Z"}\
                            """,
                            """
                            {}\
                            """),
                    example(
                            "http.pause",
                            """
                            {"question": "Remove the access of Ada?"}\
                            """,
                            """
                            {"body": {"approved": true}}\
                            """),
                    example(
                            "http.pauseRaw",
                            """
                            {"statusCode": 202, "headers": {"X-State": "waiting"}, "body": "Waiting for an approval."}\
                            """,
                            """
                            {"body": {"approved": true}}\
                            """),
                    example(
                            "control.spawn",
                            """
                            {"flo": "Double", "number": 21}\
                            """,
                            """
                            {"result": 42}\
                            """),
                    example(
                            "control.run",
                            """
                            {"flo": "Double", "number": 21}\
                            """,
                            """
                            {}\
                            """),
                    example(
                            "control.times",
                            """
                            {"count": 3, "flo": "Double", "concurrency": 1, "number": 21}\
                            """,
                            """
                            {}\
                            """),
                    example(
                            "list.each",
                            """
                            {"list": [1, 2, 3], "flo": "Double", "concurrency": 1}\
                            """,
                            """
                            {}\
                            """),
                    example(
                            "list.asyncEach",
                            """
                            {"list": [1, 2, 3], "flo": "Double", "concurrency": 1}\
                            """,
                            """
                            {}\
                            """),
                    example(
                            "list.map",
                            """
                            {"list": [1, 2, 3], "flo": "Double", "concurrency": 3}\
                            """,
                            """
                            {"new list": [{"result": 2}, {"result": 4}, {"result": 6}]}\
                            """),
                    example(
                            "list.filter",
                            """
                            {"list": [5, 12, 30], "flo": "Is more than 10", "concurrency": 1}\
                            """,
                            """
                            {"list": [12, 30]}\
                            """),
                    example(
                            "list.find",
                            """
                            {"list": [5, 12, 30], "flo": "Is more than 10"}\
                            """,
                            """
                            {"item": 12, "index": 1}\
                            """),
                    example(
                            "list.sort",
                            """
                            {"list": ["grace", "ada", "alan"], "flo": "Length"}\
                            """,
                            """
                            {"list": ["ada", "alan", "grace"]}\
                            """),
                    example(
                            "list.unique",
                            """
                            {"list": ["ada", "bob", "alan"], "flo": "Length"}\
                            """,
                            """
                            {"unique list": ["ada", "alan"]}\
                            """),
                    example(
                            "list.reduce",
                            """
                            {"list": [1, 2, 3], "memo": 0, "flo": "Add to memo"}\
                            """,
                            """
                            {"item": 6}\
                            """),
                    example(
                            "object.each",
                            """
                            {"object": {"ada": 1, "bob": 2}, "flo": "Double the value"}\
                            """,
                            """
                            {}\
                            """),
                    example(
                            "object.process",
                            """
                            {"object": {"ada": 1, "bob": 2}, "flo": "Double the value", "concurrency": 1}\
                            """,
                            """
                            {"output": {"ada": 2, "bob": 4}}\
                            """),
                    example(
                            "object.map",
                            """
                            {"object": {"ada": 1, "bob": 2}, "flo": "Double the value", "concurrency": 1}\
                            """,
                            """
                            {"new list": [{"key": "ada", "value": 2}, {"key": "bob", "value": 4}]}\
                            """),
                    example(
                            "object.expand",
                            """
                            {"object": {"user": {"name": "Ada"}}}\
                            """,
                            """
                            {"name": "Ada"}\
                            """),
                    example(
                            "control.comment",
                            """
                            {}\
                            """,
                            """
                            {}\
                            """));

    private SteeringExamples() {}

    static List<CardExample> of(String card) {
        return Optional.ofNullable(BY_CARD.get(card)).stream().toList();
    }

    private static Map.Entry<String, CardExample> example(
            String card, String inputs, String outputs) {
        return Map.entry(card, new CardExample(inputs, outputs));
    }
}
