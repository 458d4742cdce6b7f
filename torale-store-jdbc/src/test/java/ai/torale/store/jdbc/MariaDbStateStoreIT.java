package ai.torale.store.jdbc;

class MariaDbStateStoreIT implements JdbcStateStoreRules {
    @Override
    public TestDatabase database() {
        return TestDatabase.MARIADB;
    }
}
