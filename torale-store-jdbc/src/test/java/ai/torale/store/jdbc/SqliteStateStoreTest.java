package ai.torale.store.jdbc;

class SqliteStateStoreTest implements JdbcStateStoreRules {
    @Override
    public TestDatabase database() {
        return TestDatabase.SQLITE;
    }
}
