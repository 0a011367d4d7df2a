package io.polymongo.embedded.internal.election;

/** What a member is, with the number that MongoDB gives it. */
public enum MemberState {
    PRIMARY(1),
    SECONDARY(2),
    DOWN(8);

    private final int number;

    MemberState(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The name in {@code replSetGetStatus}. */
    String description() {
        return this == DOWN ? "(not reachable/healthy)" : name();
    }
}
