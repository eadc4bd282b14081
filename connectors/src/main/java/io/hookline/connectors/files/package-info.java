/**
 * Connectors that are no code: a file says which requests the actions make, which inputs they take
 * and which part of an answer becomes which output. Each action becomes an ordinary card, declared
 * and run like those of connectors in Java. The format: {@code docs/connector-files.md}.
 */
package io.hookline.connectors.files;
