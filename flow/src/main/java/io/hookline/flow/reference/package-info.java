/**
 * What is known of the cards of an installation, for people and programs: the description from
 * which forms are drawn, the search in it, and the reference page. Follows from the catalog alone.
 */
package io.hookline.flow.reference;
