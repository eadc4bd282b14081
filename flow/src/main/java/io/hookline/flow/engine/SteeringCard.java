package io.hookline.flow.engine;

/**
 * The cards that steer a flow, as people are told about them. They are no methods: the interpreter
 * runs them.
 */
public enum SteeringCard {
    IF(
            "control.if",
            "If/Else",
            "Compares two values and runs one of two paths. Outputs take their value from the path"
                    + " that ran. Return, Continue If and Return Error on a path act on the whole"
                    + " flow."),
    JOIN("control.join", "Join", "Where the two paths of an If/Else meet again."),
    BRANCH(
            "control.branch",
            "If/ElseIf",
            "Runs the block of the first comparison that holds, or else the last block. Return and"
                    + " a false Continue If inside end only the block."),
    TRY_CATCH(
            "control.tryCatch",
            "If Error",
            "Runs a block; when a card in it fails, runs another block with the error: message,"
                    + " code, method, flo, execution."),
    CONTINUE_IF(
            "control.continueIf",
            "Continue If",
            "Ends the flow, successfully, when a comparison does not hold. The message is what is"
                    + " returned."),
    RETURN(
            "control.return",
            "Return",
            "Ends the flow; the fields are its result, for an API caller a JSON object."),
    RETURN_RAW(
            "control.returnRaw",
            "Return Raw",
            "Ends the flow and answers an API caller with exactly this status, these headers and"
                    + " this body. A blank status or 0 is 200."),
    THROW(
            "control.throw",
            "Return Error",
            "Ends the flow with an error. A blank status or 0 is 500."),
    THROW_IF(
            "control.throwIf",
            "Return Error If",
            "Ends the flow with an error when a comparison holds."),
    CLOSE("httpfunctions.close", "Close", "Answers an API caller at once; the flow goes on."),
    WAIT(
            "control.wait",
            "Wait For",
            "Goes on after a number of seconds, minutes, hours or days, 30 days at most."),
    UNTIL(
            "control.until",
            "Wait Until",
            "Goes on at a date and time, at most 30 days ahead; at once when it has passed."),
    PAUSE(
            "http.pause",
            "Pause",
            "Answers the caller with the card's fields and waits, 30 days at most, until somebody"
                    + " calls the flow's resume URL; outputs are read from that call."),
    PAUSE_RAW(
            "http.pauseRaw",
            "Pause Raw",
            "As Pause; answers with exactly this status, these headers and this body."),
    SPAWN(
            "control.spawn",
            "Call Flow",
            "Runs a helper flow and waits for it. The outputs are the fields that it returns; its"
                    + " error is this card's error."),
    RUN("control.run", "Call Flow Async", "Starts a helper flow and goes on at once."),
    EACH("list.each", "For Each", "Runs a helper flow for each item; the first error ends it."),
    ASYNC_EACH(
            "list.asyncEach",
            "For Each - Ignore Errors",
            "Runs a helper flow for each item, whatever fails."),
    MAP(
            "list.map",
            "Map",
            "Runs a helper flow for each item; the result is the list of what they return, in the"
                    + " order of the items."),
    FILTER("list.filter", "Filter Custom", "Keeps the items for which a helper flow returns true."),
    REDUCE(
            "list.reduce",
            "Reduce",
            "Runs a helper flow for each item in turn, each with what the last one returned."),
    TIMES(
            "control.times",
            "Repeat",
            "Runs a helper flow a number of times, with context.index from 0."),
    OBJECT_MAP(
            "object.map", "Map to List", "Runs a helper flow for each key and value of an object."),
    EXPAND(
            "object.expand",
            "Expand",
            "Takes parts of an object. The editor makes it where a part is dragged."),
    COMMENT("control.comment", "Comment", "A note for people; nothing happens."),
    NOOP("control.noop", "Noop", "Nothing happens. As first card: the flow is started by hand."),
    CALLABLE(
            "control.callable",
            "Helper Flow",
            "Starts a helper or scheduled flow, or a block, with the fields it takes."),
    ACCEPT("http.accept", "API Endpoint", "Starts a flow when its address is called."),
    DELEGATED("http.delegated", "Delegated Flow", "Starts a flow when a person asks for it.");

    private final String id;
    private final String title;
    private final String help;

    SteeringCard(String id, String title, String help) {
        this.id = id;
        this.title = title;
        this.help = help;
    }

    /** Which card it is, as in the address of a flopack. */
    public String id() {
        return id;
    }

    /** The name people see. */
    public String title() {
        return title;
    }

    /** What it does. */
    public String help() {
        return help;
    }
}
