package ai.torale.store.jdbc;

class MySqlDriverStateStoreIT implements JdbcStateStoreRules {
    @Override
    public TestDatabase database() {
        return TestDatabase.MYSQL;
    }
}
