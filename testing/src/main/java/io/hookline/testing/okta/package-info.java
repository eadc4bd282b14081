/**
 * A small org with the API of Okta on a loopback port: users, groups, applications, factors, roles,
 * identity providers, import sessions and a System Log that grows with what is done. It pages, it
 * limits, and it refuses as Okta does, and keeps every request. It knows nothing of the server.
 */
package io.hookline.testing.okta;
