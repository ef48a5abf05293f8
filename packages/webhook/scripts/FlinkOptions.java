import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.*;
import java.util.jar.JarFile;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.FallbackKey;

/** Prints every configuration option of the Flink distribution on the class path, one a line: key, type, older keys. */
public class FlinkOptions {
    public static void main(String[] args) throws Exception {
        SortedSet<String> lines = new TreeSet<>();
        try (JarFile jar = new JarFile(args[0])) {
            for (String name : (Iterable<String>) jar.stream().map(e -> e.getName())::iterator) {
                if (!name.startsWith("org/apache/flink/") || !name.endsWith(".class")) continue;
                if (name.contains("/shaded/")) continue;
                String simple = name.substring(name.lastIndexOf('/') + 1);
                if (!simple.contains("Options") && !simple.contains("Config")) continue;
                try {
                    Class<?> type = Class.forName(name.replace('/', '.').replace(".class", ""), false, FlinkOptions.class.getClassLoader());
                    for (Field field : type.getDeclaredFields()) {
                        if (!Modifier.isStatic(field.getModifiers()) || field.getType() != ConfigOption.class) continue;
                        field.setAccessible(true);
                        lines.add(describe((ConfigOption<?>) field.get(null)));
                    }
                } catch (Throwable e) {
                    System.err.println("skipped " + name + ": " + e);
                }
            }
        }
        lines.forEach(System.out::println);
    }

    private static String describe(ConfigOption<?> option) throws Exception {
        Class<?> clazz = (Class<?>) get(option, "clazz");
        boolean isList = (boolean) get(option, "isList");
        String type = isList ? "list" : clazz.isEnum() ? "enum" : clazz.getSimpleName().toLowerCase();
        StringBuilder line = new StringBuilder(option.key()).append('\t').append(type).append('\t');
        if (clazz.isEnum() && !isList) {
            StringJoiner values = new StringJoiner(",");
            for (Object value : clazz.getEnumConstants()) values.add(value.toString());
            line.append(values);
        }
        line.append('\t');
        StringJoiner older = new StringJoiner(",");
        for (FallbackKey key : option.fallbackKeys()) older.add((key.isDeprecated() ? "" : "~") + key.getKey());
        return line.append(older).toString();
    }

    private static Object get(ConfigOption<?> option, String name) throws Exception {
        Field field = ConfigOption.class.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(option);
    }
}
