package ai.torale.temporal.schedule;

/** What a create or update did. */
public enum Written {
    /** There was no schedule; now there is. */
    CREATED,
    /** The schedule differed and was brought in line. */
    UPDATED,
    /** The schedule was as desired; nothing was written. */
    UNCHANGED
}
