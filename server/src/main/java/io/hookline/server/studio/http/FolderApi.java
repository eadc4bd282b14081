package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Page;
import io.hookline.server.studio.Fields;
import io.hookline.server.studio.folder.Folders;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /api/hookline/v1/folders}. */
public final class FolderApi implements HttpService {
    private static final String PATH = "/api/hookline/v1/folders";
    private static final int MAX_BODY = 64 * 1024;

    private final Folders folders;
    private final Supplier<URI> baseUrl;

    public FolderApi(Folders folders, Supplier<URI> baseUrl) {
        this.folders = folders;
        this.baseUrl = baseUrl;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PATH, this::list)
                .post(PATH, this::create)
                .get(PATH + "/{id}", this::get)
                .put(PATH + "/{id}", this::put)
                .delete(PATH + "/{id}", this::delete);
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }

    private void list(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_FLOWS);
        Page page = Page.of(request);
        Map<String, Folders.Folder> all = folders.all();
        page.send(
                request,
                response,
                baseUrl.get(),
                folders.list(page),
                Folders.Folder::seq,
                folder -> json(folder, all));
    }

    private void get(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_FLOWS);
        send(response, 200, folders.get(id(request)));
    }

    private void create(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_FLOWS);
        Folders.Folder folder = folders.create(caller, draft(request, Optional.empty()));
        response.header(
                HeaderNames.LOCATION, baseUrl.get().resolve(PATH + "/" + folder.id()).toString());
        send(response, 201, folder);
    }

    private void put(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_FLOWS);
        Folders.Folder before = folders.get(id(request));
        Folders.Draft draft = draft(request, Optional.of(before));
        send(response, 200, folders.update(caller, before.id(), draft));
    }

    private void delete(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_FLOWS);
        folders.delete(caller, id(request));
        Bodies.sendEmpty(response);
    }

    /** What is left out stays as it is. */
    private static Folders.Draft draft(ServerRequest request, Optional<Folders.Folder> before) {
        ObjectNode body = Bodies.object(request, MAX_BODY);
        return new Folders.Draft(
                Fields.name(body, "name"),
                Fields.description(body, before.map(Folders.Folder::description).orElse("")),
                body.has("parent")
                        ? Fields.reference(body, "parent")
                        : before.flatMap(Folders.Folder::parent));
    }

    private void send(ServerResponse response, int status, Folders.Folder folder) {
        Bodies.send(response, status, json(folder, folders.all()));
    }

    private static ObjectNode json(Folders.Folder folder, Map<String, Folders.Folder> all) {
        ObjectNode json = Folders.reference(folder);
        json.put("description", folder.description());
        json.set(
                "parent",
                folder.parent()
                        .filter(all::containsKey)
                        .map(id -> Folders.reference(all.get(id)))
                        .orElse(null));
        return json;
    }
}
