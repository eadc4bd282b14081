/**
 * What people built on a server as files that can be reviewed: read from it, compared with it, and
 * written to it. A client of the API like any other; nothing here runs in a server.
 */
package io.hookline.server.mirror;
