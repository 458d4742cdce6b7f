package ai.torale.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/** A data source whose network breaks for good at a step: before or after one of the calls that reach the database. */
final class BreakingDataSource {
    private static final Set<String> REACHING =
            Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit");

    private final DataSource dataSource;
    private int left;

    private BreakingDataSource(DataSource dataSource, int step) {
        this.dataSource = dataSource;
        this.left = step;
    }

    /** Odd steps break before a call, even steps after the one that the step before would have stopped. */
    static DataSource at(DataSource dataSource, int step) {
        BreakingDataSource breaking = new BreakingDataSource(dataSource, step);
        return proxy(DataSource.class, (method, arguments) -> {
            if (!method.getName().equals("getConnection")) {
                return method.invoke(dataSource, arguments);
            }
            return breaking.connection();
        });
    }

    private Connection connection() throws SQLException {
        if (left <= 0) {
            throw broken();
        }
        Connection connection = dataSource.getConnection();
        return proxy(Connection.class, (method, arguments) -> {
            if (method.getName().equals("close")) {
                return method.invoke(connection, arguments);
            }
            Object answer = reaching(connection, method, connection, arguments);
            return answer instanceof PreparedStatement statement
                    ? proxy(
                            PreparedStatement.class,
                            (called, values) -> reaching(connection, called, statement, values))
                    : answer;
        });
    }

    private Object reaching(Connection connection, java.lang.reflect.Method method, Object target, Object[] arguments)
            throws Exception {
        if (method.getName().equals("close")) {
            return method.invoke(target, arguments);
        }
        if (left <= 0) {
            throw broken();
        }
        boolean reaches = REACHING.contains(method.getName());
        if (reaches && --left == 0) {
            connection.close();
            throw broken();
        }
        Object answer = method.invoke(target, arguments);
        if (reaches && --left == 0) {
            connection.close();
            throw broken();
        }
        return answer;
    }

    private static SQLException broken() {
        return new SQLException("the connection broke", "08006");
    }

    private interface Handler {
        Object call(java.lang.reflect.Method method, Object[] arguments) throws Exception;
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
