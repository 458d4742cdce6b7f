package ai.torale.store.jdbc;

class PostgresqlStateStoreIT implements JdbcStateStoreRules {
    @Override
    public TestDatabase database() {
        return TestDatabase.POSTGRESQL;
    }
}
