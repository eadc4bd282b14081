package io.hookline.compute;

/**
 * A thread that works for everybody, one after another, such as the one that writes to the store.
 * What only one caller needs, such as an encryption, a digest or a JSON text, is computed before
 * this thread is asked.
 */
public final class SharedThread extends Thread {
    public SharedThread(String name, Runnable work) {
        super(null, work, name);
        setDaemon(true);
    }

    /**
     * Whether the current thread may compute for one caller. To be asserted where such work begins,
     * so that every test finds who forgot; it costs nothing where assertions are off.
     *
     * @param work what is to be computed, for example {@code "sealing a secret"}
     * @throws AssertionError when it may not
     */
    public static boolean mayCompute(String work) {
        if (Thread.currentThread() instanceof SharedThread shared) {
            throw new AssertionError(
                    work
                            + " on the thread '"
                            + shared.getName()
                            + "', which everybody shares: do it before that thread is asked");
        }
        return true;
    }
}
