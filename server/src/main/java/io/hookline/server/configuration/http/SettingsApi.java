package io.hookline.server.configuration.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.configuration.Setting;
import io.hookline.server.configuration.Setting.Place;
import io.hookline.server.configuration.SettingValue;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;

import java.util.List;

/** {@code /api/hookline/v1/settings}: every setting, and where its value comes from. */
public final class SettingsApi {
    private final List<SettingValue> settings;

    public SettingsApi(List<SettingValue> settings) {
        this.settings = List.copyOf(settings);
    }

    public List<Route> routes() {
        return List.of(Route.get("/api/hookline/v1/settings", Permission.MANAGE_USERS, this::get));
    }

    private Response get(Request request) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        settings.forEach(setting -> list.add(json(setting)));
        return Response.json(list);
    }

    private static ObjectNode json(SettingValue given) {
        Setting<?> setting = given.setting();
        ObjectNode json = Json.object().put("name", setting.name());
        json.put("inFile", setting.isIn(Place.FILE));
        json.put("variable", setting.isIn(Place.VARIABLE) ? setting.variable() : null);
        json.put("option", setting.isIn(Place.OPTION) ? setting.option() : null);
        json.put("help", setting.help());
        json.put("expected", given.expected());
        json.put("standard", setting.standard().orElse(null));
        json.put("value", given.value().orElse(null));
        json.put("isSet", given.isSet());
        json.put("from", given.from().orElse(null));
        return json.put("secret", given.isSecret());
    }
}
