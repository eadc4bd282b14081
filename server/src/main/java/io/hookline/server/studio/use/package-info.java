/**
 * What the current document of each flow needs: other flows, tables, connections and cards. The
 * packages of tables, connections and flows ask here before they delete something; only the flows'
 * package writes.
 */
package io.hookline.server.studio.use;
