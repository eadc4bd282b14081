/**
 * What is sent beside the lanes: failed batches that are sent again, and time ranges of the log
 * that a hook receives again. Lanes never see these batches.
 */
package io.hookline.server.delivery.replay;
