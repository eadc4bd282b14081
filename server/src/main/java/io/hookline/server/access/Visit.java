package io.hookline.server.access;

/**
 * From where somebody comes in, as the list of sessions shows it.
 *
 * @param browser what the browser calls itself; empty when it does not
 */
public record Visit(String address, String browser) {
    private static final int LONGEST = 300;

    public Visit {
        String printable = browser.replaceAll("[^ -~]", "?");
        browser = printable.length() > LONGEST ? printable.substring(0, LONGEST) : printable;
    }

    /** From an address, with nothing else known. */
    public static Visit from(String address) {
        return new Visit(address, "");
    }
}
