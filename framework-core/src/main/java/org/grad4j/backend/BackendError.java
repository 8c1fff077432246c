package org.grad4j.backend;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;

/**
 * The native backend cannot be started: a native library is missing or does not fit this machine,
 * or a setting is invalid.
 *
 * <p>It is an {@link Error} so that it passes through static initialisers with its message intact.
 * The message names the platform, what is missing and how to add it.
 */
public final class BackendError extends Error {
    private static final long serialVersionUID = 1L;

    BackendError(String message, Throwable cause) {
        super(message, cause);
    }

    static BackendError cannotLoad(String platform, LinkageError cause) {
        String reason = reason(cause);
        String needed = "Grad4J cannot load its native libraries on " + platform + ": " + reason;
        if (nativeAccessDenied()) {
            return new BackendError(
                    needed
                            + "\nThis JVM denies native access; start it with"
                            + " --enable-native-access=ALL-UNNAMED",
                    cause);
        }
        String classifier = classifier(platform);
        if (classifier == null) {
            return new BackendError(
                    needed
                            + "\nND4J supports linux-x86_64, linux-arm64, macosx-x86_64,"
                            + " macosx-arm64 and windows-x86_64.",
                    cause);
        }
        if (reason.contains("jnind4jcpu in")) {
            return missing(needed, "org.nd4j", "nd4j-native", classifier, cause);
        }
        if (reason.contains("jniopenblas")) {
            return missing(needed, "org.bytedeco", "openblas", platform, cause);
        }
        if (reason.contains("jnijavacpp") || reason.contains("org.bytedeco.javacpp.Loader.")) {
            return missing(needed, "org.bytedeco", "javacpp", platform, cause);
        }
        if (reason.contains("libgomp")) {
            return new BackendError(
                    needed + "\nInstall the OpenMP library, for example: apt install libgomp1",
                    cause);
        }
        return new BackendError(needed, cause);
    }

    static BackendError cpuTooOld(String platform) {
        return new BackendError(
                "This processor lacks instructions that the native library was built for."
                        + "\nUse a build without them: nd4j.classifier="
                        + platform
                        + "-onednn, or "
                        + platform
                        + "-compat for very old Linux systems.",
                null);
    }

    private static BackendError missing(
            String needed, String group, String artifact, String classifier, Throwable cause) {
        return new BackendError(
                needed
                        + "\nAdd this to the pom.xml of the project:"
                        + "\n  <dependency>"
                        + ("\n    <groupId>" + group + "</groupId>")
                        + ("\n    <artifactId>" + artifact + "</artifactId>")
                        + ("\n    <version>" + version(group, artifact) + "</version>")
                        + ("\n    <classifier>" + classifier + "</classifier>")
                        + "\n  </dependency>",
                cause);
    }

    /** Newer JVMs can refuse to load any library, which JavaCPP notes only in its debug log. */
    private static boolean nativeAccessDenied() {
        try {
            System.load(Path.of("no-such-library").toAbsolutePath().toString());
            return false;
        } catch (UnsatisfiedLinkError e) {
            return false;
        } catch (IllegalCallerException e) {
            return true;
        }
    }

    private static String reason(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null
                && !(root instanceof UnsatisfiedLinkError && root.getMessage() != null)) {
            root = root.getCause();
        }
        // The rest of such a message lists every folder of the library path.
        return String.valueOf(root.getMessage()).replaceFirst("(java\\.library\\.path).*", "$1");
    }

    private static String version(String group, String artifact) {
        try {
            return Loader.getVersion(group, artifact);
        } catch (IOException | LinkageError e) {
            return "(the version of " + artifact + ".jar)";
        }
    }

    private static String classifier(String platform) {
        return switch (platform) {
            case "linux-x86_64", "windows-x86_64", "macosx-x86_64" -> platform + "-onednn-avx2";
            case "linux-arm64", "macosx-arm64" -> platform;
            default -> null;
        };
    }
}
