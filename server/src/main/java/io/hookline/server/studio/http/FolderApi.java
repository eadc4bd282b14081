package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Body;
import io.hookline.server.http.Resource;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.FlowRegistry;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.folder.Folder;
import io.hookline.server.studio.folder.Folders;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code /api/hookline/v1/folders}. */
final class FolderApi implements Resource<FolderApi.Shown> {
    static final String PATH = "/api/hookline/v1/folders";

    private final Folders folders;
    private final FlowRegistry flows;

    FolderApi(Folders folders, FlowRegistry flows) {
        this.folders = folders;
        this.flows = flows;
    }

    /**
     * A folder as it is shown.
     *
     * @param flows how many lie in it, those of the folders in it not counted
     */
    record Shown(Folder folder, long flows) {}

    private Shown shown(Folder folder) {
        return new Shown(
                folder,
                flows.rows().stream().filter(flow -> flow.folder().equals(folder.id())).count());
    }

    List<Route> routes() {
        return Resource.routes(PATH, Permission.READ_FLOWS, Permission.MANAGE_FLOWS, this);
    }

    @Override
    public List<Shown> list(long after, int limit) {
        Map<String, Long> counts =
                flows.rows().stream()
                        .collect(Collectors.groupingBy(FlowRow::folder, Collectors.counting()));
        return folders.list(after, limit).stream()
                .map(folder -> new Shown(folder, counts.getOrDefault(folder.id(), 0L)))
                .toList();
    }

    @Override
    public Shown get(String id) {
        return shown(folders.get(id));
    }

    @Override
    public Created<Shown> create(Caller caller, Body body) {
        return new Created<>(
                shown(
                        folders.create(
                                caller,
                                new Folder.Draft(
                                        NameFields.name(body),
                                        NameFields.description(body).orElse(""),
                                        body.reference("parent")))));
    }

    @Override
    public Shown update(Caller caller, Shown shown, Body body) {
        Folder before = shown.folder();
        // A parent that is null moves the folder to the top.
        Optional<String> parent = body.has("parent") ? body.reference("parent") : before.parentId();
        return shown(
                folders.update(
                        caller,
                        before.id(),
                        new Folder.Draft(
                                NameFields.name(body),
                                NameFields.description(body, before.description()),
                                parent)));
    }

    @Override
    public void delete(Caller caller, String id) {
        folders.delete(caller, id);
    }

    @Override
    public String id(Shown shown) {
        return shown.folder().id();
    }

    @Override
    public long place(Shown shown) {
        return shown.folder().place();
    }

    @Override
    public ObjectNode json(Shown shown) {
        Folder folder = shown.folder();
        ObjectNode json = reference(folder);
        json.put("description", folder.description());
        json.set("parent", folder.parent().map(FolderApi::reference).orElse(null));
        return json.put("flows", shown.flows());
    }

    static ObjectNode reference(Folder folder) {
        return reference(new Folder.Name(folder.id(), folder.name()));
    }

    static ObjectNode reference(Folder.Name folder) {
        return Json.object().put("id", folder.id()).put("name", folder.name());
    }

    /** The id of the folder that something new lies in. */
    static String required(Body body) {
        return body.reference("folder")
                .orElseThrow(
                        () -> body.invalid("folder", "expected the folder's id as {\"id\": …}."));
    }
}
