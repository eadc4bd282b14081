/**
 * What an execution is: its head, what started it, where it stands, how it ended, and the stored
 * forms of these. Payloads hold values of people and are stored sealed. Values only: nothing here
 * runs or queries anything, and every feature may use them.
 */
package io.hookline.server.execution.model;
