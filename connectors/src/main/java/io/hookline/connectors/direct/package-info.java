/**
 * Cards that call an address named in the flow, without a connection: files from and to the web,
 * and the older raw request.
 */
package io.hookline.connectors.direct;
