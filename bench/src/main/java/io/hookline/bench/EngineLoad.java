package io.hookline.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** The load of {@code bench engine}. */
record EngineLoad(Server server, CountingSlack slack, Requests requests, PrintStream out) {
    ObjectNode line(String bench) {
        return JsonNodeFactory.instance.objectNode().put("bench", bench);
    }

    void print(ObjectNode line) {
        out.println(line);
        out.flush();
    }

    /** End-to-end runs of a flow that sends its number to Slack. */
    ObjectNode measure(String name, byte[] flopack, String body, int executions) {
        Server.Flow flow = server.prepare(flopack, slack.url());
        RequestTemplate template = RequestTemplate.post(flow.invokeUrl(), "", body);
        ObjectNode line =
                new EndToEndRun(server, slack, requests).measure(name, template, executions);
        server.awaitIdle(flow);
        return line;
    }

    /** Invokes a flow that many times over all connections, each time with another body. */
    void invoke(Server.Flow flow, int times, IntFunction<String> body) {
        try (ExecutorService senders = Executors.newFixedThreadPool(requests.connections())) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                int number = i;
                all.add(senders.submit(() -> invoke(flow.invokeUrl(), body.apply(number))));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A call was not accepted", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Invokes a flow; answers the id of the execution. */
    static String invoke(URI url, String body) {
        try {
            HttpURLConnection call = (HttpURLConnection) url.toURL().openConnection();
            call.setRequestMethod("POST");
            call.setDoOutput(true);
            call.setRequestProperty("Content-Type", "application/json");
            call.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            if (call.getResponseCode() != 200) {
                throw new IllegalStateException("A call was answered " + call.getResponseCode());
            }
            String id = call.getHeaderField("x-hookline-execution-id");
            try (InputStream answer = call.getInputStream()) {
                answer.readAllBytes();
            }
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
