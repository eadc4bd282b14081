package io.hookline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** How long the import of the largest file takes, compared with only reading it as JSON. */
record ImportRound(EngineLoad load) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 11;
    private static final int FLOWS = 100;

    void run(Path flopacks) throws IOException {
        Optional<Path> largest = largest(flopacks);
        byte[] file = largest.isPresent() ? Files.readAllBytes(largest.get()) : made();
        Samples imports = new Samples();
        Samples reads = new Samples();
        JsonNode imported = JSON.nullNode();
        for (int i = 0; i < WARM_UP + ROUNDS; i++) {
            long start = System.nanoTime();
            imported = load.server().importFile(file);
            long between = System.nanoTime();
            JSON.readTree(file);
            if (i >= WARM_UP) {
                imports.add(between - start);
                reads.add(System.nanoTime() - between);
            }
        }
        ObjectNode line = load.line("import");
        line.put("file", largest.map(path -> path.getFileName().toString()).orElse("made here"));
        line.put("kB", file.length / 1_000).put("flows", imported.get("flows").size());
        line.put("medianMillis", imports.percentile(50)).put("maxMillis", imports.percentile(100));
        load.print(line.put("jacksonMillis", reads.percentile(50)));
    }

    private static Optional<Path> largest(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".flopack"))
                    .max(Comparator.comparingLong(file -> file.toFile().length()));
        }
    }

    private static byte[] made() {
        BenchFlow[] flows = new BenchFlow[FLOWS];
        for (int i = 0; i < FLOWS; i++) {
            flows[i] = FiftyCards.flow("50 cards, " + i);
        }
        return BenchFlow.file(flows);
    }
}
