package ai.torale.state;

class InMemoryStateStoreTest implements StateStoreRules {
    @Override
    public StateStore emptyStore() {
        return StateStore.inMemory();
    }
}
