/**
 * The live way of a hook: its position in the log, the events it wants, the batches that are
 * underway, each on a thread of its own. A lane's step is one transaction ({@code LaneLedger});
 * what threads share is in its mailbox ({@code LaneState}).
 */
package io.hookline.server.delivery.lane;
