/**
 * The routes of executions. Reads requests, calls the feature, and writes the JSON that {@code
 * openapi.json} describes.
 */
package io.hookline.server.execution.http;
