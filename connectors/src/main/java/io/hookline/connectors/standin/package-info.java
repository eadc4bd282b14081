/** Services of the user's own that answer cards of connectors that are not installed. */
package io.hookline.connectors.standin;
