package ai.torale.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Notes which statements reach the database, with their values. */
final class RecordingDataSource {
    /** A statement as it was run. */
    record Run(String sql, List<Optional<Object>> values) {}

    private final DataSource dataSource;
    private final List<Run> runs = new ArrayList<>();

    RecordingDataSource(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    List<Run> runs() {
        return runs;
    }

    DataSource recording() {
        return proxy(DataSource.class, (method, arguments) -> {
            Object answer = method.invoke(dataSource, arguments);
            return answer instanceof Connection connection ? connection(connection) : answer;
        });
    }

    private Connection connection(Connection connection) {
        return proxy(Connection.class, (method, arguments) -> {
            Object answer = method.invoke(connection, arguments);
            return answer instanceof PreparedStatement statement ? statement(statement, (String) arguments[0]) : answer;
        });
    }

    private PreparedStatement statement(PreparedStatement statement, String sql) {
        SortedMap<Integer, Optional<Object>> values = new TreeMap<>();
        return proxy(PreparedStatement.class, (method, arguments) -> {
            if (method.getName().equals("setNull")) {
                values.put((Integer) arguments[0], Optional.empty());
            } else if (method.getName().startsWith("set")) {
                values.put((Integer) arguments[0], Optional.of(arguments[1]));
            } else if (method.getName().startsWith("execute")) {
                runs.add(new Run(sql, List.copyOf(values.values())));
            }
            return method.invoke(statement, arguments);
        });
    }

    private interface Handler {
        Object call(Method method, Object[] arguments) throws ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return handler.call(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
