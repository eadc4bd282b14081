/** Addresses for what is kept and what takes the room. */
package io.hookline.server.retention.http;
