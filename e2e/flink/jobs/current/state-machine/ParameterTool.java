package org.apache.flink.api.java.utils;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.ExecutionConfig;

/**
 * The one class that Flink's own StateMachineExample of 1.20 misses in 2.x, with the part that it uses.
 *
 * <p>Flink loads its own packages from its own jars first, so 1.20 runs the example with its own class of this name.
 */
public final class ParameterTool extends ExecutionConfig.GlobalJobParameters {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, String> values = new HashMap<>();

    public static ParameterTool fromArgs(String[] args) {
        ParameterTool tool = new ParameterTool();
        for (int at = 0; at < args.length; at++) {
            if (!args[at].startsWith("-")) throw new IllegalArgumentException(args[at] + ": is no --name");
            boolean hasValue = at + 1 < args.length && !args[at + 1].startsWith("-");
            tool.values.put(args[at].replaceFirst("^--?", ""), hasValue ? args[++at] : "");
        }
        return tool;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public String get(String name) {
        return values.get(name);
    }

    public String get(String name, String whenAbsent) {
        return values.getOrDefault(name, whenAbsent);
    }

    public boolean getBoolean(String name, boolean whenAbsent) {
        return has(name) ? Boolean.parseBoolean(get(name)) : whenAbsent;
    }

    public int getInt(String name, int whenAbsent) {
        return has(name) ? Integer.parseInt(get(name)) : whenAbsent;
    }

    public double getDouble(String name, double whenAbsent) {
        return has(name) ? Double.parseDouble(get(name)) : whenAbsent;
    }

    @Override
    public Map<String, String> toMap() {
        return values;
    }
}
