/** Read-only pages in the browser until the console exists. */
package io.hookline.server.pages;
