/** What samples tell about their progress and their result. */
package org.grad4j.samples.report;
