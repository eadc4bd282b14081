package io.hookline.server.delivery.lane;

/**
 * A lane tried to write after it had ended, after its hook had changed, or after others had used up
 * the quota; the write was undone.
 */
final class LaneEnded extends RuntimeException {
    LaneEnded(String hookId) {
        super("The lane of hook " + hookId + " is not what it was", null, false, false);
    }
}
