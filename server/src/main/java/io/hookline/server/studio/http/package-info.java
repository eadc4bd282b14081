/**
 * The routes of the studio below {@code /api/hookline/v1}, and flows as answers show them. Client
 * tokens are shown only to callers who may edit flows; secrets of connections never. {@link
 * io.hookline.server.studio.http.StudioApi} has all of it.
 */
package io.hookline.server.studio.http;
