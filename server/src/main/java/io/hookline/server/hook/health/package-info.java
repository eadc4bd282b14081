/**
 * Whether a hook delivers, and if not why and since when: one computation for the APIs, the pages,
 * the metrics and the alerts. How far deliveries got is asked of whoever delivers.
 */
package io.hookline.server.hook.health;
