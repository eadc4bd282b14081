/**
 * Cards that send mail by SMTP: our own, and the published ones of Gmail and Office 365, which send
 * through those services' mail servers. What they send, and to whom, stands in the execution.
 */
package io.hookline.connectors.mail;
