/**
 * Detections to install: what a template says, the flows that it becomes, and how it is set up on a
 * server and tried there. A client of the API like any other; nothing here runs in a server.
 */
package io.hookline.server.template;
