/**
 * What can be done with hooks: create, replace, verify, activate, deactivate, sign, delete. Each
 * change shares a transaction with its log event and with what the {@code HookListener} makes of
 * it. Other features ask {@code Hooks}.
 */
package io.hookline.server.hook.lifecycle;
