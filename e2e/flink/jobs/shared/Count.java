package testjobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.HashMap;
import java.util.Map;

/** What the counting operator does for a record, apart from Flink's interfaces, which differ between its versions. */
final class Count implements AutoCloseable {
    private static final long TICK_MS = 1000;

    private final Journal journal;
    private final Path failFile;
    private final Map<Long, Seen> seen = new HashMap<>();

    Count(Journal journal, String failFile) {
        this.journal = journal;
        this.failFile = failFile == null ? null : Paths.get(failFile);
    }

    /** Returns the count that belongs into the state, given the one that is there. */
    long next(long key, long sequence, Long inState) throws IOException {
        if (failFile != null && Files.exists(failFile)) {
            throw new IllegalStateException("asked to fail by " + failFile);
        }
        Seen last = seen.get(key);
        boolean isFirst = last == null;
        if (isFirst) seen.put(key, last = new Seen(inState != null));
        last.count = (inState == null ? 0 : inState) + 1;
        last.sequence = sequence;
        long nowMs = System.currentTimeMillis();
        if (nowMs - last.writtenMs >= TICK_MS) {
            journal.write(isFirst ? "first" : "tick", key, last.count, sequence, last.restored);
            last.writtenMs = nowMs;
        }
        return last.count;
    }

    /** Blocks a snapshot for as many milliseconds as the file says, if it is there. */
    static void delaySnapshot(String delayFile) throws IOException, InterruptedException {
        if (delayFile == null || !Files.exists(Paths.get(delayFile))) return;
        String text = new String(Files.readAllBytes(Paths.get(delayFile)), StandardCharsets.UTF_8).trim();
        Thread.sleep(Long.parseLong(text));
    }

    @Override
    public void close() throws IOException {
        for (Map.Entry<Long, Seen> entry : seen.entrySet()) {
            Seen last = entry.getValue();
            journal.write("last", entry.getKey(), last.count, last.sequence, last.restored);
        }
        journal.close();
    }

    private static final class Seen {
        final boolean restored;
        long count;
        long sequence;
        long writtenMs;

        Seen(boolean restored) {
            this.restored = restored;
        }
    }
}
