/**
 * What people build and have not saved yet. A draft is its owner's; others learn that there is one.
 */
package io.hookline.server.studio.draft;
