package org.grad4j.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fails a test that leaves tensors alive, naming how many and where they were made.
 *
 * <pre>{@code
 * @NoTensorLeaks
 * class TrainingTest { … }
 * }</pre>
 *
 * <p>Before and after each test the garbage collector finds what nobody holds; what is alive
 * afterwards and was made by the test is a leak: a static field, a cache, a collection that grows.
 * Fields of the test object count as held while the test runs, so make long-lived tensors in static
 * setup. Not for tests that run at the same time as others.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NoTensorLeaksExtension.class)
public @interface NoTensorLeaks {}
