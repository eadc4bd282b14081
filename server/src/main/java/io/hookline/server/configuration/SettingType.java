package io.hookline.server.configuration;

import io.hookline.flow.card.Secret;
import io.hookline.outbound.Host;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a setting takes.
 *
 * @param placeholder what stands for a value in the help, such as {@code PORT}
 * @param expected what a value must be, for help and problems
 * @param secret whether values must not be shown
 * @param reader throws {@link IllegalArgumentException} for anything else
 */
public record SettingType<T>(
        String placeholder, String expected, boolean secret, Function<String, T> reader) {
    private static final String WEB_ADDRESS = "an address such as ";
    private static final String YES_OR_NO = "true|false";

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException when it is not what is expected
     */
    T read(String value) {
        return reader.apply(value);
    }

    boolean isFlag() {
        return placeholder.equals(YES_OR_NO);
    }

    /** The same type with values of another class. */
    <R> SettingType<R> map(Function<T, R> change) {
        return new SettingType<>(placeholder, expected, secret, reader.andThen(change));
    }

    /** The same type, whose values must not be shown. */
    SettingType<T> hidden() {
        return new SettingType<>(placeholder, expected, true, reader);
    }

    static SettingType<String> text(String placeholder, String expected) {
        return new SettingType<>(placeholder, expected, false, String::strip);
    }

    static SettingType<Secret> secret(int shortest, int longest) {
        return new SettingType<>(
                "SECRET",
                longest == Integer.MAX_VALUE
                        ? "at least " + shortest + " characters"
                        : shortest + " to " + longest + " characters",
                true,
                value -> {
                    require(value.length() >= shortest && value.length() <= longest);
                    return new Secret(value);
                });
    }

    static SettingType<Integer> number(int least, int most) {
        return new SettingType<>(
                "N",
                most == Integer.MAX_VALUE
                        ? "a number from " + least
                        : "a number from " + least + " to " + most,
                false,
                value -> {
                    int number = Integer.parseInt(value.strip());
                    require(number >= least && number <= most);
                    return number;
                });
    }

    static SettingType<Boolean> flag() {
        return new SettingType<>(
                YES_OR_NO,
                "true or false",
                false,
                value ->
                        switch (value.strip().toLowerCase(Locale.ROOT)) {
                            case "true", "1", "yes", "on" -> true;
                            case "false", "0", "no", "off" -> false;
                            default -> throw new IllegalArgumentException(value);
                        });
    }

    /** One of the names of an enum, in lower case. */
    static <E extends Enum<E>> SettingType<E> oneOf(Class<E> choices) {
        List<String> names =
                Arrays.stream(choices.getEnumConstants())
                        .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                        .toList();
        return new SettingType<>(
                String.join("|", names),
                names.stream().collect(Collectors.joining(" or ")),
                false,
                value -> Enum.valueOf(choices, value.strip().toUpperCase(Locale.ROOT)));
    }

    static SettingType<Path> path(String placeholder, String expected) {
        return new SettingType<>(placeholder, expected, false, Path::of);
    }

    /** A web address without a path: what every URL of ours begins with. */
    static SettingType<URI> origin(String example) {
        return new SettingType<>(
                "URL",
                WEB_ADDRESS + example + ", without a path",
                false,
                value -> {
                    String address = value.strip();
                    URI uri =
                            webAddress(
                                    address.endsWith("/")
                                            ? address.substring(0, address.length() - 1)
                                            : address);
                    require(uri.getRawPath().isEmpty() && uri.getRawQuery() == null);
                    return uri;
                });
    }

    static SettingType<URI> address(String example) {
        return new SettingType<>(
                "URL", WEB_ADDRESS + example, false, value -> webAddress(value.strip()));
    }

    private static URI webAddress(String value) {
        URI uri = URI.create(value);
        require("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        require(Host.find(uri).isPresent());
        return uri;
    }

    /** Items separated by commas; in the file they may be a list. */
    static <T> SettingType<List<T>> list(
            String placeholder, String items, Function<String, T> item) {
        return new SettingType<>(
                placeholder,
                items + ", separated by commas",
                false,
                value ->
                        Arrays.stream(value.split(","))
                                .map(String::strip)
                                .filter(text -> !text.isEmpty())
                                .map(text -> readItem(item, text))
                                .toList());
    }

    private static <T> T readItem(Function<String, T> item, String text) {
        try {
            return item.apply(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidItem(text, e);
        }
    }

    /** One item of a list is not what is expected; problems show that item and not the list. */
    static final class InvalidItem extends IllegalArgumentException {
        private final String item;

        InvalidItem(String item, IllegalArgumentException cause) {
            super(cause);
            this.item = item;
        }

        String item() {
            return item;
        }
    }

    private static void require(boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException("not what is expected");
        }
    }
}
