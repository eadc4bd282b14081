/** What the tests of several modules need. Knows none of them and is part of nothing we ship. */
package io.hookline.testing;
