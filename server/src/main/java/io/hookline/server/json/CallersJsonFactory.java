package io.hookline.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;

import io.hookline.compute.SharedThread;

/** Reads and writes JSON on the threads of those who asked for it, never on a shared one. */
public final class CallersJsonFactory extends JsonFactory {
    public CallersJsonFactory(JsonFactoryBuilder settings) {
        super(settings);
    }

    /** Every parser and every generator begins here. */
    @Override
    protected IOContext _createContext(ContentReference content, boolean resourceManaged) {
        assert SharedThread.mayCompute("reading or writing JSON");
        return super._createContext(content, resourceManaged);
    }
}
