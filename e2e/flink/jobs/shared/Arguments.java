package testjobs;

import java.util.Arrays;
import java.util.List;

/** Program arguments like {@code --rps 20 --no-job}. */
final class Arguments {
    private final List<String> given;

    Arguments(String[] given) {
        this.given = Arrays.asList(given);
    }

    boolean has(String name) {
        return given.contains("--" + name);
    }

    String get(String name, String whenAbsent) {
        int at = given.indexOf("--" + name);
        if (at < 0) return whenAbsent;
        if (at + 1 == given.size()) throw new IllegalArgumentException("--" + name + " needs a value");
        return given.get(at + 1);
    }

    long get(String name, long whenAbsent) {
        return Long.parseLong(get(name, Long.toString(whenAbsent)));
    }
}
