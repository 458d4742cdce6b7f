package ai.torale.acceptance.testkit.parity;

/**
 * Something to do with a server, and what it answers.
 *
 * @param name a group as the table in docs/skipped-time.md has it, a colon, and the rule
 */
record Behaviour(String name, Steps steps) {
    /** Calls a server in one corner of it and notes the answers. */
    interface Steps {
        void run(Corner corner, Answers answers);
    }

    String group() {
        return name.substring(0, name.indexOf(':'));
    }
}
