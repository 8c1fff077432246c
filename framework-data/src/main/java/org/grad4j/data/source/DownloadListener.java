package org.grad4j.data.source;

/** Is told how far a download is. */
@FunctionalInterface
public interface DownloadListener {

    /**
     * Called by the thread that downloads, at the beginning, several times a second, and at the
     * end.
     *
     * @param file what is fetched
     * @param bytes how many of its bytes are there, of {@link RemoteFile#size()}
     */
    void progress(RemoteFile file, long bytes);
}
