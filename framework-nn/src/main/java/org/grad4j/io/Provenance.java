package org.grad4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.grad4j.backend.Backend;

/** Where a checkpoint comes from. */
final class Provenance {
    private Provenance() {}

    /** The versions and the machine, and what the user knows besides. */
    static Map<String, Object> of(Map<String, Object> known) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("grad4j", version("org.grad4j", "framework-nn"));
        all.put("nd4j", version("org.nd4j", "nd4j-native"));
        all.put("java", System.getProperty("java.vm.version", "unknown"));
        all.put("os", System.getProperty("os.name", "unknown"));
        all.put("arch", System.getProperty("os.arch", "unknown"));
        all.put("threads", (long) Backend.threads());
        all.put("time", Instant.now().toString());
        all.putAll(known);
        return all;
    }

    /** What Maven wrote into the artifact's jar. */
    private static String version(String group, String artifact) {
        String place = "/META-INF/maven/%s/%s/pom.properties".formatted(group, artifact);
        try (InputStream in = Provenance.class.getResourceAsStream(place)) {
            if (in == null) {
                return "not packaged";
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + place, e);
        }
    }
}
