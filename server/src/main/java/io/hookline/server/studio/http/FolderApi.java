package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Body;
import io.hookline.server.http.Resource;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.studio.folder.Folder;
import io.hookline.server.studio.folder.Folders;

import java.util.List;
import java.util.Optional;

/** {@code /api/hookline/v1/folders}. */
final class FolderApi implements Resource<Folder> {
    static final String PATH = "/api/hookline/v1/folders";

    private final Folders folders;

    FolderApi(Folders folders) {
        this.folders = folders;
    }

    List<Route> routes() {
        return Resource.routes(PATH, Permission.READ_FLOWS, Permission.MANAGE_FLOWS, this);
    }

    @Override
    public List<Folder> list(long after, int limit) {
        return folders.list(after, limit);
    }

    @Override
    public Folder get(String id) {
        return folders.get(id);
    }

    @Override
    public Created<Folder> create(Caller caller, Body body) {
        return new Created<>(
                folders.create(
                        caller,
                        new Folder.Draft(
                                NameFields.name(body),
                                NameFields.description(body).orElse(""),
                                body.reference("parent"))));
    }

    @Override
    public Folder update(Caller caller, Folder before, Body body) {
        // A parent that is null moves the folder to the top.
        Optional<String> parent = body.has("parent") ? body.reference("parent") : before.parentId();
        return folders.update(
                caller,
                before.id(),
                new Folder.Draft(
                        NameFields.name(body),
                        NameFields.description(body, before.description()),
                        parent));
    }

    @Override
    public void delete(Caller caller, String id) {
        folders.delete(caller, id);
    }

    @Override
    public String id(Folder folder) {
        return folder.id();
    }

    @Override
    public long place(Folder folder) {
        return folder.place();
    }

    @Override
    public ObjectNode json(Folder folder) {
        ObjectNode json = reference(folder);
        json.put("description", folder.description());
        json.set("parent", folder.parent().map(FolderApi::reference).orElse(null));
        return json;
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
