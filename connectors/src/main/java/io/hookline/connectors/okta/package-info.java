/** The event cards of Okta: what starts a flow, and what it is given. Nothing here calls Okta. */
package io.hookline.connectors.okta;
