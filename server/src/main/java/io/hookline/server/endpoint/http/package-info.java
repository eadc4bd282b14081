/**
 * The addresses of flows: invoke and resume, their answers, their description as OpenAPI, and the
 * same answers for deliveries within the process.
 */
package io.hookline.server.endpoint.http;
