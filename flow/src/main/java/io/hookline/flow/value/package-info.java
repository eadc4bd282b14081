/**
 * Values as cards exchange them: JSON trees. Text, numbers, booleans, objects and lists are what
 * they look like; a date is the text of its instant in UTC with milliseconds ({@code
 * 2026-01-31T09:30:00.000Z}).
 */
package io.hookline.flow.value;
