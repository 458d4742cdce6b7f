package ai.torale.store.jdbc;

class H2StateStoreTest implements JdbcStateStoreRules {
    @Override
    public TestDatabase database() {
        return TestDatabase.H2;
    }
}
