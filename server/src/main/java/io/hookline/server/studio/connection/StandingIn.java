package io.hookline.server.studio.connection;

/** For which cards that are not installed the service behind a connection stands in. */
public enum StandingIn {
    NO,
    /** Cards for which the connection was chosen. */
    WHERE_CHOSEN,
    /** Also all cards of its connector without a connection that is set up. */
    FOR_ALL;

    /** As a person says it; the second includes the first. */
    public static StandingIn of(boolean whereChosen, boolean forAll) {
        return forAll ? FOR_ALL : whereChosen ? WHERE_CHOSEN : NO;
    }

    static StandingIn stored(int number) {
        return values()[Math.min(Math.max(number, 0), FOR_ALL.ordinal())];
    }

    public boolean any() {
        return this != NO;
    }
}
