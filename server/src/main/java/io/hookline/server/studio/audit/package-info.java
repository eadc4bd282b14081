/**
 * Who changed what in the studio, as events of the log, written in the transaction of the change.
 * The events name things and settings, never secrets or documents. For the studio's packages only.
 */
package io.hookline.server.studio.audit;
