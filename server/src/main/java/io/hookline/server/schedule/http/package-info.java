/** The address that says when a flow runs next. */
package io.hookline.server.schedule.http;
