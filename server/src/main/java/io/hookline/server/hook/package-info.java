/** Event hooks: definition, lifecycle, verification and the Okta-compatible API. */
package io.hookline.server.hook;
