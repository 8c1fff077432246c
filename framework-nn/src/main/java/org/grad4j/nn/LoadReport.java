package org.grad4j.nn;

import java.util.List;

/**
 * What a state and a module did not have in common.
 *
 * @param missing paths of the module that the state does not have; they kept their values
 * @param unexpected paths of the state that the module does not have; they were left out
 */
public record LoadReport(List<String> missing, List<String> unexpected) {
    /**
     * Copies the lists.
     *
     * @param missing paths of the module that the state does not have
     * @param unexpected paths of the state that the module does not have
     */
    public LoadReport {
        missing = List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
    }
}
