package testjobs;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;

/**
 * What a test can see of a counter from outside: one line of JSON an entry, on standard output and in a file.
 *
 * <p>The file may be shared by any number of tasks, also of two jobs at once: it is only appended to, and a line is
 * one write. A file that cannot be written is named on standard output and then left alone: the job goes on.
 */
final class Journal implements AutoCloseable {
    private final String fixed;
    private final FileChannel file;

    Journal(String path, String jobId, String uid, int subtask, int attempt) throws IOException {
        String host = InetAddress.getLocalHost().getHostName();
        fixed = String.format(
                "\"job\":\"%s\",\"uid\":\"%s\",\"subtask\":%d,\"attempt\":%d,\"host\":\"%s\"",
                jobId, uid, subtask, attempt, host);
        file = path == null ? null : open(path);
    }

    /**
     * @param event {@code first} record of a key in this attempt, a {@code tick} each second, the {@code last} record
     * @param count how many records of the key are counted in the state
     * @param sequence the number of the record at the source, from 0
     * @param restored whether the key had a count before its first record in this attempt
     */
    void write(String event, long key, long count, long sequence, boolean restored) throws IOException {
        String line = String.format(
                "{\"atMs\":%d,\"event\":\"%s\",\"key\":%d,\"count\":%d,\"sequence\":%d,\"restored\":%b,%s}%n",
                System.currentTimeMillis(), event, key, count, sequence, restored, fixed);
        System.out.print("counter " + line);
        if (file != null) file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() throws IOException {
        if (file != null) file.close();
    }

    private static FileChannel open(String path) {
        try {
            return FileChannel.open(Paths.get(path), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException error) {
            System.out.println("counter cannot write its journal: " + error);
            return null;
        }
    }
}
