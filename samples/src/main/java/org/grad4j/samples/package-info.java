/**
 * Samples: every class here named {@code <Name>Sample} is a program that {@code samples/run.sh
 * <name>} runs, and teaches one thing. Models and reports that several share are in the packages
 * below.
 */
package org.grad4j.samples;
