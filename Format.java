import com.google.googlejavaformat.java.GoogleJavaFormatToolProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks or applies the code style of the Java sources below a folder: {@code Format.java check|apply
 * FOLDER}. Run by the build on the JDK that compiles, because a formatter parses with the JVM it runs in.
 */
class Format {
    public static void main(String[] args) throws IOException {
        boolean apply = args[0].equals("apply");
        Path folder = Path.of(args[1]);
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<String> arguments = new ArrayList<>(List.of("--aosp"));
        arguments.addAll(apply ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
        int options = arguments.size();
        try (var files = Files.walk(folder)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).sorted().forEach(arguments::add);
        }
        if (arguments.size() == options) {
            return;
        }
        int exit = new GoogleJavaFormatToolProvider().run(System.out, System.err, arguments.toArray(String[]::new));
        if (exit != 0 && !apply) {
            System.err.println("The files named above are not formatted. Run: ./hookline format");
        }
        System.exit(exit);
    }
}
