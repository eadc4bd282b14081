package io.hookline.flow.flopack;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;

/**
 * A small file with one of everything that an import must see: folders in folders, a table, a
 * connection, one that was removed, a helper, a nested flow, an error flow.
 */
final class SampleFile {
    private SampleFile() {}

    static ObjectNode document() {
        return Flopack.read(TEXT.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] bytes() {
        return TEXT.getBytes(StandardCharsets.UTF_8);
    }

    private static final String TEXT =
            """
            {
              "type": "flopack", "version": "1.4.0", "created": "2025-01-01T00:00:00.000Z",
              "flags": {"auto-transform": true, "looseNulls": true},
              "data": {
                "flos": {
                  "flow-main": {
                    "id": "flow-main", "name": "Main", "description": "", "unknown": [1.50],
                    "data": {
                      "id": null, "uuid": "flow-main", "group": "folder-in", "log": true,
                      "security_level": "medium", "cron": {}, "orderings": {"o1": ["a", "b"]},
                      "methods": [
                        {"uuid": "a", "address": "root:kernel:http:0.0.1:accept",
                         "pins": {"out": {"b": [{"input": "in", "transform": null}]}},
                         "node": {"data": {"name": "API Endpoint"}, "model": {
                           "inputs": {"data": {}},
                           "outputs": {"data": {"out": {"id": "out", "key": "body", "group": "raw",
                             "value": {"type": "string", "data": ""}}}}}}},
                        {"uuid": "b", "address": "root:channels:http:slack:1.0.0:sendMessageToChannel2",
                         "node": {"data": {"name": "Send"}, "model": {
                           "config": "config-slack", "display": {},
                           "policy": {"error": {"type": "flo", "flo": "flow-helper"}},
                           "inputs": {"data": {
                             "in": {"id": "in", "key": "Text", "group": "Message",
                               "value": {"type": "string", "data": ""}},
                             "body": {"id": "body", "key": "flo", "group": null,
                               "value": {"type": "flo", "data": {
                                 "id": "flow-nested", "uuid": "flow-nested", "group": null,
                                 "methods": [
                                   {"uuid": "a", "address": "root:channels:http:okta:1.0.0:readUser",
                                    "node": {"model": {"config": null,
                                      "display": {"configRef": "ref-okta"},
                                      "inputs": {"data": {
                                        "t": {"id": "t", "key": "stash", "group": "parameters",
                                          "value": {"type": "string", "data": "table-1"}},
                                        "f": {"id": "f", "key": "flo", "group": "Streaming",
                                          "value": {"type": "flo", "data": "flow-helper"}},
                                        "g": {"id": "g", "key": "flo", "group": "Other",
                                          "value": {"type": "flo", "data": "flow-elsewhere"}},
                                        "x": {"id": "x", "key": "text", "group": null,
                                          "value": {"type": "string", "data": "table-1"}}
                                      }}}}}]}}}
                           }},
                           "outputs": {"data": {}}}}}
                      ]}},
                  "flow-helper": {
                    "id": "flow-helper", "name": "Helper", "description": "",
                    "data": {"id": null, "uuid": "flow-helper", "group": "folder-gone", "log": false,
                      "methods": [{"uuid": "a", "address": "root:kernel:control:0.0.1:callable",
                        "node": {"model": {"inputs": {"data": {}}, "outputs": {"data": {}}}}}]}}
                },
                "configs": {"config-slack":
                  {"id": "config-slack", "name": "Author's Slack", "module": "slack", "data": null}},
                "tables": {"table-1": {"id": "table-1", "name": "Seen", "description": "",
                  "data": {"class": "simple", "group_id": "folder-in",
                    "structure": [{"name": "Who", "type": "str", "default": ""}]}}},
                "groups": {
                  "folder-in": {"id": "folder-in", "data": {"name": "In", "description": "",
                    "media_uri": "", "path": "folder-lost.folder-out"}},
                  "folder-out": {"id": "folder-out", "data": {"name": "Out", "description": "",
                    "media_uri": "", "path": "folder-lost"}}
                },
                "projectOverview": {"kept": true}
              }
            }
            """;
}
