package io.hookline.server.event.log;

import io.hookline.server.store.Database;
import io.hookline.server.store.TestDatabase;

import java.nio.file.Path;

class SqliteEventLogTest extends EventLogConformance {
    @Override
    Database open(Path folder) {
        return TestDatabase.open(folder);
    }
}
