package io.hookline.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Objects that callers list, read, create, change and delete: five routes from one declaration.
 *
 * @param <T> the kind of object
 */
public interface Resource<T> {
    /** Objects after that place, in its order: {@code limit} at most. */
    List<T> list(long after, int limit);

    /** As {@link #list(long, int)}, for a kind of object that a query can choose from. */
    default List<T> list(Query query, long after, int limit) {
        return list(after, limit);
    }

    /** How many bytes the description of an object may have. */
    default int maxBody() {
        return Request.USUAL_MAX_BODY;
    }

    /**
     * @throws io.hookline.server.refusal.Refusal.NotFound when there is none
     */
    T get(String id);

    Created<T> create(Caller caller, Body body);

    /**
     * Changes an object.
     *
     * @param before as it was when the request came
     * @param body completed with the members of {@code before} that the caller left out
     */
    T update(Caller caller, T before, Body body);

    /**
     * @throws io.hookline.server.refusal.Refusal.NotFound when there is none
     */
    void delete(Caller caller, String id);

    String id(T object);

    /** Where it stands in the list. */
    long place(T object);

    ObjectNode json(T object);

    /**
     * Members that {@code ETag} and {@code If-Match} stand for; none where a change always
     * overwrites.
     */
    default List<String> tagged() {
        return List.of();
    }

    /** Members that callers send and no answer shows. */
    default Set<String> writeOnly() {
        return Set.of();
    }

    /**
     * A new object.
     *
     * @param once secrets that only this answer shows, by the member's name
     */
    record Created<T>(T object, Map<String, Secret> once) {
        public Created(T object) {
            this(object, Map.of());
        }

        public Created {
            once = Map.copyOf(once);
        }
    }

    /**
     * The routes of all the objects at {@code path} and of each at {@code path/{id}}.
     *
     * @param read who may list and read
     * @param manage who may create, change and delete
     */
    static <T> List<Route> routes(
            String path, Permission read, Permission manage, Resource<T> resource) {
        String one = path + "/{id}";
        return List.of(
                Route.get(
                        path,
                        read,
                        request -> {
                            Page page = request.page();
                            return page.response(
                                    request,
                                    resource.list(request.query(), page.after(), page.limit() + 1),
                                    resource::place,
                                    resource::json);
                        }),
                Route.post(path, manage, request -> created(request, path, resource)),
                Route.get(one, read, request -> shown(resource, resource.get(request.path("id")))),
                Route.put(
                        one,
                        manage,
                        request -> {
                            Body body = request.object(resource.maxBody());
                            T before = resource.get(request.path("id"));
                            ObjectNode shown = resource.json(before);
                            requireMatch(request, resource, shown);
                            body.allowOnlyMembersOf(shown, resource.writeOnly());
                            T after =
                                    resource.update(
                                            request.caller(), before, body.completedFrom(shown));
                            return shown(resource, after);
                        }),
                Route.delete(
                        one,
                        manage,
                        request -> {
                            resource.delete(request.caller(), request.path("id"));
                            return Response.empty();
                        }));
    }

    private static <T> Response shown(Resource<T> resource, T object) {
        ObjectNode json = resource.json(object);
        Response response = Response.json(json);
        return resource.tagged().isEmpty()
                ? response
                : response.header("ETag", tag(resource, json));
    }

    /** The tag follows from what the members say, so that the same state has the same one again. */
    private static String tag(Resource<?> resource, ObjectNode json) {
        ObjectNode members = Json.object();
        resource.tagged().forEach(name -> members.set(name, json.get(name)));
        return "\"" + UUID.nameUUIDFromBytes(Json.bytes(members)) + "\"";
    }

    private static void requireMatch(Request request, Resource<?> resource, ObjectNode shown) {
        if (resource.tagged().isEmpty()) {
            return;
        }
        request.header("If-Match")
                .map(String::strip)
                .filter(wanted -> !wanted.equals("*") && !wanted.equals(tag(resource, shown)))
                .ifPresent(wanted -> {
                    throw Refusal.Outdated.meanwhile();
                });
    }

    private static <T> Response created(Request request, String path, Resource<T> resource) {
        Created<T> created = resource.create(request.caller(), request.object(resource.maxBody()));
        ObjectNode json = resource.json(created.object());
        created.once().forEach((member, secret) -> json.put(member, secret.reveal()));
        Response response =
                Response.created(request.url(path + "/" + resource.id(created.object())), json);
        // The one answer that holds the value: nobody on the way keeps it.
        return created.once().isEmpty() ? response : response.noStore();
    }
}
