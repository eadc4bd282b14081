package io.hookline.flow.cards;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Date formats with the tokens of moment.js: {@code YYYY-MM-DD}, {@code M/D/Y h:mm a z}. Anything
 * else is literal, also what is in brackets.
 */
final class DatePattern {
    private static final Locale LOCALE = Locale.ENGLISH;

    // Made once: looking names up and reading patterns takes far longer than using them.
    private static final List<String> DAYS = days(TextStyle.FULL);
    private static final List<String> SHORT_DAYS = days(TextStyle.SHORT);
    private static final List<String> MONTHS = months(TextStyle.FULL);
    private static final List<String> SHORT_MONTHS = months(TextStyle.SHORT);
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx", LOCALE);
    private static final DateTimeFormatter SHORT_OFFSET = DateTimeFormatter.ofPattern("xx", LOCALE);
    private static final DateTimeFormatter ABBREVIATION =
            DateTimeFormatter.ofPattern("zzz", LOCALE);

    private DatePattern() {}

    private static List<String> days(TextStyle style) {
        return Arrays.stream(DayOfWeek.values())
                .map(day -> day.getDisplayName(style, LOCALE))
                .toList();
    }

    private static List<String> months(TextStyle style) {
        return Arrays.stream(Month.values())
                .map(month -> month.getDisplayName(style, LOCALE))
                .toList();
    }

    /** The zone of that name; UTC when there is none. */
    static ZoneId zone(Optional<String> name) {
        try {
            return name.map(text -> ZoneId.of(text.strip(), ZoneId.SHORT_IDS))
                    .orElse(ZoneOffset.UTC);
        } catch (DateTimeException unknown) {
            return ZoneOffset.UTC;
        }
    }

    static String format(Instant instant, String format, ZoneId zone) {
        ZonedDateTime date = instant.atZone(zone);
        var text = new StringBuilder();
        for (String token : tokens(format)) {
            text.append(written(date, token));
        }
        return text.toString();
    }

    /**
     * Reads a text; missing parts are the first of their kind. Empty when the text has another
     * form.
     */
    static Optional<Instant> parse(String text, String format) {
        var reading = new Reading(text.strip());
        for (String token : tokens(format)) {
            if (!reading.take(token)) {
                return Optional.empty();
            }
        }
        return reading.at == reading.text.length() ? reading.instant() : Optional.empty();
    }

    /** Runs of one letter are tokens, everything else is taken letter by letter. */
    private static List<String> tokens(String format) {
        var tokens = new ArrayList<String>();
        int at = 0;
        while (at < format.length()) {
            char letter = format.charAt(at);
            int end = at + 1;
            if (letter == '[' && format.indexOf(']', at) > 0) {
                end = format.indexOf(']', at) + 1;
            } else if (Character.isLetter(letter)) {
                while (end < format.length() && format.charAt(end) == letter) {
                    end++;
                }
                if (letter == 'D'
                        && end == at + 1
                        && end < format.length()
                        && format.charAt(end) == 'o') {
                    end++;
                }
            }
            tokens.add(format.substring(at, end));
            at = end;
        }
        return tokens;
    }

    private static String written(ZonedDateTime date, String token) {
        return switch (token) {
            case "D" -> Integer.toString(date.getDayOfMonth());
            case "DD" -> two(date.getDayOfMonth());
            case "Do" -> ordinal(date.getDayOfMonth());
            case "d" -> Integer.toString(date.getDayOfWeek().getValue() % 7);
            case "ddd" -> SHORT_DAYS.get(date.getDayOfWeek().ordinal());
            case "dddd" -> DAYS.get(date.getDayOfWeek().ordinal());
            case "M" -> Integer.toString(date.getMonthValue());
            case "MM" -> two(date.getMonthValue());
            case "MMM" -> SHORT_MONTHS.get(date.getMonth().ordinal());
            case "MMMM" -> MONTHS.get(date.getMonth().ordinal());
            case "Y", "YYYY", "y", "yyyy" -> year(date.getYear());
            case "YY", "yy" -> two(date.getYear() % 100);
            case "H" -> Integer.toString(date.getHour());
            case "HH" -> two(date.getHour());
            case "h" -> Integer.toString(twelve(date.getHour()));
            case "hh" -> two(twelve(date.getHour()));
            case "m" -> Integer.toString(date.getMinute());
            case "mm" -> two(date.getMinute());
            case "s" -> Integer.toString(date.getSecond());
            case "ss" -> two(date.getSecond());
            case "S", "SS", "SSS" -> fraction(date.getNano(), token.length());
            case "a" -> date.getHour() < 12 ? "am" : "pm";
            case "A" -> date.getHour() < 12 ? "AM" : "PM";
            case "Z" -> OFFSET.format(date);
            case "ZZ" -> SHORT_OFFSET.format(date);
            case "z" -> abbreviation(date);
            case "x" -> Long.toString(date.toInstant().toEpochMilli());
            case "X" -> Long.toString(date.toEpochSecond());
            default ->
                    token.startsWith("[") && token.length() > 1
                            ? token.substring(1, token.length() - 1)
                            : token;
        };
    }

    /** Four digits; years before the first and after the 9999th have a sign or more digits. */
    private static String year(int year) {
        return year < 1_000 || year > 9_999
                ? String.format(Locale.ROOT, "%04d", year)
                : Integer.toString(year);
    }

    private static String fraction(int nano, int digits) {
        String padded = Integer.toString(1_000_000_000 + nano);
        return padded.substring(1, 1 + digits);
    }

    private static String abbreviation(ZonedDateTime date) {
        String name = ABBREVIATION.format(date);
        return name.equals("Z") ? "UTC" : name;
    }

    static String ordinal(int day) {
        String ending =
                day / 10 == 1
                        ? "th"
                        : switch (day % 10) {
                            case 1 -> "st";
                            case 2 -> "nd";
                            case 3 -> "rd";
                            default -> "th";
                        };
        return day + ending;
    }

    private static int twelve(int hour) {
        return hour % 12 == 0 ? 12 : hour % 12;
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    /** What was read so far. */
    private static final class Reading {
        final String text;
        int at;
        private int year = 1970;
        private int month = 1;
        private int day = 1;
        private int hour;
        private int minute;
        private int second;
        private int nano;
        private Optional<Boolean> afternoon = Optional.empty();
        private ZoneId zone = ZoneOffset.UTC;
        private Optional<Instant> whole = Optional.empty();

        Reading(String text) {
            this.text = text;
        }

        boolean take(String token) {
            return switch (token) {
                case "D", "DD" -> number(2, value -> day = value);
                case "M", "MM" -> number(2, value -> month = value);
                case "MMM", "MMMM" -> month();
                case "ddd", "dddd" -> word();
                case "Y", "YYYY", "y", "yyyy" -> number(4, value -> year = value);
                case "YY", "yy" ->
                        number(2, value -> year = value > 68 ? 1900 + value : 2000 + value);
                case "H", "HH", "h", "hh" -> number(2, value -> hour = value);
                case "m", "mm" -> number(2, value -> minute = value);
                case "s", "ss" -> number(2, value -> second = value);
                case "S", "SS", "SSS" -> fraction();
                case "a", "A" -> half();
                case "Z", "ZZ" -> offset();
                case "x" -> epoch(Instant::ofEpochMilli);
                case "X" -> epoch(Instant::ofEpochSecond);
                default -> literal(token);
            };
        }

        Optional<Instant> instant() {
            if (whole.isPresent()) {
                return whole;
            }
            try {
                int hours = afternoon.map(pm -> hour % 12 + (pm ? 12 : 0)).orElse(hour);
                return Optional.of(
                        LocalDateTime.of(year, month, day, hours, minute, second, nano)
                                .atZone(zone)
                                .toInstant());
            } catch (DateTimeException noDate) {
                return Optional.empty();
            }
        }

        private String digits(int most) {
            int end = at;
            while (end < text.length() && end - at < most && Character.isDigit(text.charAt(end))) {
                end++;
            }
            String digits = text.substring(at, end);
            at = end;
            return digits;
        }

        private boolean number(int most, java.util.function.IntConsumer set) {
            String digits = digits(most);
            if (digits.isEmpty()) {
                return false;
            }
            set.accept(Integer.parseInt(digits));
            return true;
        }

        private boolean fraction() {
            String digits = digits(9);
            if (digits.isEmpty()) {
                return false;
            }
            nano = Integer.parseInt((digits + "000000000").substring(0, 9));
            return true;
        }

        private boolean epoch(Function<Long, Instant> make) {
            int start = at;
            if (at < text.length() && text.charAt(at) == '-') {
                at++;
            }
            if (digits(15).isEmpty()) {
                return false;
            }
            whole = Optional.of(make.apply(Long.parseLong(text.substring(start, at))));
            return true;
        }

        private boolean month() {
            for (int i = 0; i < MONTHS.size(); i++) {
                for (String name : List.of(MONTHS.get(i), SHORT_MONTHS.get(i))) {
                    if (text.regionMatches(true, at, name, 0, name.length())) {
                        month = i + 1;
                        at += name.length();
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean word() {
            int start = at;
            while (at < text.length() && Character.isLetter(text.charAt(at))) {
                at++;
            }
            return at > start;
        }

        private boolean half() {
            for (boolean pm : new boolean[] {false, true}) {
                if (text.regionMatches(true, at, pm ? "pm" : "am", 0, 2)) {
                    afternoon = Optional.of(pm);
                    at += 2;
                    return true;
                }
            }
            return false;
        }

        private boolean offset() {
            int end = at;
            while (end < text.length() && "+-:0123456789Z".indexOf(text.charAt(end)) >= 0) {
                end++;
            }
            try {
                zone = ZoneOffset.of(text.substring(at, end));
                at = end;
                return true;
            } catch (DateTimeException noOffset) {
                return false;
            }
        }

        private boolean literal(String token) {
            String expected =
                    token.startsWith("[") && token.length() > 1
                            ? token.substring(1, token.length() - 1)
                            : token;
            if (!text.startsWith(expected, at)) {
                return false;
            }
            at += expected.length();
            return true;
        }
    }
}
