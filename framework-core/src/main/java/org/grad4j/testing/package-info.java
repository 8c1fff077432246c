/**
 * Help for the tests of code that uses Grad4J. Needs JUnit 5 on the test class path; nothing else
 * of the library does.
 */
package org.grad4j.testing;
