package org.grad4j.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryEventsTest {
    @TempDir Path folder;

    @Test
    void flight_recorder_sees_scopes_allocations_and_pressure() throws Exception {
        long limit = TensorMemory.limit();
        Path file = folder.resolve("memory.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("org.grad4j.TensorScope").withThreshold(java.time.Duration.ZERO);
            recording.enable("org.grad4j.TensorAllocation").withThreshold(java.time.Duration.ZERO);
            recording.enable("org.grad4j.TensorPressure").withThreshold(java.time.Duration.ZERO);
            TensorMemory.settle(); // or what other tests dropped may make room below the limit
            recording.start();
            TensorMemory.trim();
            TensorScope.run(
                    () -> {
                        Tensor.ones(777_777);
                        Tensor.ones(2).add(1);
                    });
            TensorMemory.limit(TensorMemory.stats().liveBytes() + (4L << 20));
            for (int i = 0; i < 3; i++) {
                Tensor.ones(600_000);
            }
            recording.stop();
            recording.dump(file);
        } finally {
            TensorMemory.limit(limit);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);

        RecordedEvent scope = first(events, "org.grad4j.TensorScope");
        assertEquals(3, scope.getInt("arrays"));
        assertTrue(scope.getLong("bytes") >= 4 * 777_777);
        RecordedEvent allocation = first(events, "org.grad4j.TensorAllocation");
        assertEquals("torch.float32", allocation.getString("dtype"));
        assertTrue(allocation.getLong("bytes") >= 4 * 777_777);
        assertTrue(
                events.stream()
                        .filter(event -> event.getEventType().getName().endsWith("TensorPressure"))
                        .anyMatch(
                                event -> event.getLong("liveAfter") < event.getLong("liveBefore")),
                "the collector found the dropped tensors");
    }

    private static RecordedEvent first(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }
}
