package org.grad4j.io;

import java.util.List;
import java.util.Map;

/**
 * What a checkpoint tells of itself.
 *
 * @param epoch the epoch that training was in
 * @param step how many steps had been made
 * @param notes what the user added: text, whole and floating numbers, truth values, lists and maps
 * @param provenance where it comes from: versions of Grad4J, ND4J and Java, the machine, the time,
 *     and, if they were given, the seed and the checksum of the dataset
 * @param parts the names of what it holds
 */
public record CheckpointInfo(
        long epoch,
        long step,
        Map<String, Object> notes,
        Map<String, Object> provenance,
        List<String> parts) {}
