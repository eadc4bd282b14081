package io.hookline.server.template;

/** Why something of a template cannot be done, in sentences for the person who asked. */
public final class TemplateRefused extends RuntimeException {
    public TemplateRefused(String message) {
        super(message);
    }
}
