/** What all cards have in common that ask people to approve. */
package io.hookline.connectors.approval;
