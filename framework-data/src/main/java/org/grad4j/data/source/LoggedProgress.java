package org.grad4j.data.source;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every tenth of a download. */
final class LoggedProgress implements DownloadListener {
    private static final Logger LOG = LoggerFactory.getLogger(Downloader.class);

    private RemoteFile last;
    private long lastTenth;

    @Override
    public synchronized void progress(RemoteFile file, long bytes) {
        long tenth = file.size() == 0 ? 10 : 10 * bytes / file.size();
        if (!file.equals(last) || tenth != lastTenth) {
            LOG.info("{}: {} % of {} bytes", file.name(), 10 * tenth, file.size());
            last = file;
            lastTenth = tenth;
        }
    }
}
