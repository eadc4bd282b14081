package io.hookline.server.configuration;

import java.util.Optional;

/**
 * What a setting was when the server started.
 *
 * @param value as it was written, or its default; empty when there is neither, and for secrets
 * @param from the option, the variable, or the line of the file that set it; empty for the default
 */
public record SettingValue(Setting<?> setting, Optional<String> value, Optional<String> from) {
    /** Whether somebody set it. */
    public boolean isSet() {
        return from.isPresent();
    }

    public boolean isSecret() {
        return setting.type().secret();
    }

    /** What it takes, in words. */
    public String expected() {
        return setting.type().expected();
    }
}
