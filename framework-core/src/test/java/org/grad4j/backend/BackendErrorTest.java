package org.grad4j.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BackendErrorTest {
    @Test
    void an_unknown_platform_lists_the_known_ones() {
        LinkageError cause = new UnsatisfiedLinkError("no jnijavacpp in java.library.path: /a:/b");
        BackendError error = BackendError.cannotLoad("solaris-sparc", cause);
        assertEquals(
                "Grad4J cannot load its native libraries on solaris-sparc: no jnijavacpp in"
                        + " java.library.path\n"
                        + "ND4J supports linux-x86_64, linux-arm64, macosx-x86_64, macosx-arm64"
                        + " and windows-x86_64.",
                error.getMessage());
        assertSame(cause, error.getCause());
    }

    @Test
    void each_missing_library_is_named_with_the_classifier_of_the_platform() {
        assertAdds("nd4j-native", "macosx-arm64", "macosx-arm64", "no jnind4jcpu in x");
        assertAdds(
                "nd4j-native",
                "windows-x86_64-onednn-avx2",
                "windows-x86_64",
                "no jnind4jcpu in x");
        assertAdds("openblas", "linux-arm64", "linux-arm64", "no jniopenblas_nolapack in x");
        assertAdds("javacpp", "linux-x86_64", "linux-x86_64", "no jnijavacpp in x");
    }

    private static void assertAdds(
            String artifact, String classifier, String platform, String reason) {
        String message =
                BackendError.cannotLoad(platform, new UnsatisfiedLinkError(reason)).getMessage();
        assertTrue(message.contains("<artifactId>" + artifact + "</artifactId>"), message);
        assertTrue(message.contains("<classifier>" + classifier + "</classifier>"), message);
    }

    @Test
    void the_reason_is_found_below_a_failed_static_initialiser() {
        LinkageError cause =
                new ExceptionInInitializerError(
                        new RuntimeException(
                                "wrapped",
                                new UnsatisfiedLinkError(
                                        "/x/libjnind4jcpu.so: libgomp.so.1: cannot open shared"
                                                + " object file")));
        String message = BackendError.cannotLoad("linux-arm64", cause).getMessage();
        assertTrue(message.contains("libgomp.so.1: cannot open"), message);
        assertTrue(message.contains("Install the OpenMP library"), message);
        assertFalse(message.contains("<dependency>"), message);
    }
}
