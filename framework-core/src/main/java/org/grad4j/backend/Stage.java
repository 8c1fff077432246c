package org.grad4j.backend;

import org.bytedeco.javacpp.Loader;

/** Something that is started once, and fails with the same error each time once it has failed. */
final class Stage {
    private final Runnable body;
    private volatile boolean reached;
    private BackendError failure;

    Stage(Runnable body) {
        this.body = body;
    }

    void reach() {
        if (!reached) {
            start();
        }
    }

    private synchronized void start() {
        if (reached) {
            return;
        }
        if (failure != null) {
            throw failure;
        }
        try {
            body.run();
            reached = true;
        } catch (BackendError e) {
            failure = e;
            throw e;
        } catch (LinkageError e) {
            failure = BackendError.cannotLoad(Loader.getPlatform(), e);
            throw failure;
        }
    }
}
