/**
 * Flopacks, the files that flows travel in: import of all of a file in one transaction, export of a
 * folder or of one flow. Exports hold no secrets. For the studio's routes, and as {@link
 * io.hookline.flow.cards.FlowFiles} for the card that exports a flow.
 */
package io.hookline.server.studio.transfer;
