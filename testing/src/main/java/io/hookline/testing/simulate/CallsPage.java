package io.hookline.testing.simulate;

import io.hookline.testing.http.RecordingServer.Answer;
import io.hookline.testing.http.RecordingServer.Received;
import io.hookline.testing.mail.ReceivedMail;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The plain page that shows calls and mails, the newest first. No script runs in it. */
final class CallsPage {
    private static final String STYLE =
            "body{font:15px system-ui;margin:2rem;max-width:90rem}table{border-collapse:collapse;"
                    + "width:100%}td,th{text-align:left;vertical-align:top;padding:.3rem .6rem;"
                    + "border-bottom:1px solid #ddd}pre{margin:0;white-space:pre-wrap;"
                    + "overflow-wrap:anywhere;max-height:12rem;overflow:auto}";

    private CallsPage() {}

    static Answer of(List<ServiceCall> calls, List<ReceivedMail> mails, Received request) {
        Map<String, String> query = CannedAnswers.parameters(request.rawQuery());
        String page =
                """
                <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Simulated world</title>
                <style>%s</style></head><body><h1>Simulated world</h1>
                <form><label>Service <input name="service" value="%s"></label>
                <label>Since <input name="since" value="%s" placeholder="2026-01-31T09:30:00Z"></label>
                <button>Show</button></form>
                <p><a href="/simulate/calls">calls</a> · <a href="/simulate/mails">mails</a> ·
                <a href="/simulate/state">state</a>, as JSON</p>
                <h2>Calls</h2><table><tr><th>Time<th>Service<th>Call<th>Body<th>Status<th>Answer</tr>
                %s</table>
                <h2>Mails</h2><table><tr><th>Time<th>To<th>Subject<th>Text</tr>
                %s</table></body></html>
                """
                        .formatted(
                                STYLE,
                                escaped(query.getOrDefault("service", "")),
                                escaped(query.getOrDefault("since", "")),
                                calls.reversed().stream()
                                        .map(CallsPage::row)
                                        .collect(Collectors.joining("\n")),
                                mails.reversed().stream()
                                        .map(CallsPage::row)
                                        .collect(Collectors.joining("\n")));
        return new Answer(
                200,
                Map.of(
                        "Content-Type",
                        List.of("text/html; charset=utf-8"),
                        "Content-Security-Policy",
                        List.of(
                                "default-src 'none'; style-src 'unsafe-inline'; form-action"
                                        + " 'self'"),
                        "X-Content-Type-Options",
                        List.of("nosniff")),
                page);
    }

    private static String row(ServiceCall call) {
        var shown = call.shown();
        String query = call.query().isEmpty() ? "" : " " + escaped(shown.get("query").toString());
        return "<tr><td>%s<td>%s<td>%s %s%s<td><pre>%s</pre><td>%d<td><pre>%s</pre></tr>"
                .formatted(
                        call.at(),
                        escaped(call.service()),
                        escaped(call.method()),
                        escaped(call.path()),
                        query,
                        text(shown.get("body").toPrettyString()),
                        call.status(),
                        text(shown.get("answer").toPrettyString()));
    }

    private static String row(ReceivedMail mail) {
        return "<tr><td>%s<td>%s<td>%s<td><pre>%s</pre></tr>"
                .formatted(
                        mail.at(),
                        escaped(String.join(", ", mail.to())),
                        escaped(mail.subject()),
                        escaped(mail.text()));
    }

    private static String text(String json) {
        return json.equals("null") ? "" : escaped(json);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
