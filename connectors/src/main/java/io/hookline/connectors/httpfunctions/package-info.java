/**
 * The API Connector: HTTP requests as the author of a flow writes them. Addresses, headers and
 * bodies are made of what the fields of a card hold, and answers become values again.
 */
package io.hookline.connectors.httpfunctions;
