# Makes the package: one archive that needs nothing on its target but Linux with glibc and bash.
# The launcher of the checkout reads this; it has set root and JAVA_HOME, and has built the server.
# shellcheck shell=bash

package_usage() {
    cat <<'HELP'
Usage: ./hookline package [DIR]

Makes hookline-VERSION-linux-ARCHITECTURE.tar.gz in DIR (default: target), with a Java of its own. It runs on Linux
of this architecture, without JDK, Maven or Node.
HELP
}

# The modules of the list, separated by commas.
runtime_modules() { grep -E '^[a-z]' "$root/package/modules" | paste -sd, -; }

make_package() {
    local out=$root/target version machine name work home
    case "${1:-}" in
        -h | --help) package_usage; return ;;
        "") ;;
        -*) die "package knows no option $1; ./hookline package --help shows what it takes." ;;
        *) out=$1 ;;
    esac
    [ "$(uname -s)" = Linux ] || die "packages are made on Linux; this is $(uname -s)."
    [ -d "$root/console/target/classes/console" ] ||
        die "the console is not built, so it would be missing in the package; install Node 20.19 or newer with npm, and try again."
    version=$(sed -n '/<artifactId>hookline<\/artifactId>/{n;s/.*<version>\(.*\)<\/version>.*/\1/p;q}' "$root/pom.xml")
    case "$(uname -m)" in
        x86_64) machine=x64 ;;
        *) machine=$(uname -m) ;;
    esac
    name=hookline-$version-linux-$machine
    mkdir -p "$out"
    work=$(mktemp -d "$out/package.XXXXXX")
    # shellcheck disable=SC2064  # the folder of now
    trap "rm -rf '$work'" EXIT
    home=$work/$name
    mkdir -p "$home/server" "$home/systemd"

    say "Packaging $name."
    say "  a Java runtime of the modules that are needed"
    "$JAVA_HOME/bin/jlink" --add-modules "$(runtime_modules)" --no-header-files --no-man-pages \
        --output "$home/runtime" >"$work/jlink.log" 2>&1 ||
        { cat "$work/jlink.log" >&2; die "jlink could not make the runtime; it needs a JDK 25 with jmods or a linkable runtime, as Eclipse Temurin has."; }

    cp "$root/package/hookline" "$home/hookline"
    cp "$root/package/java.sh" "$home/server/java.sh"
    cp "$root/package/hookline.service" "$home/systemd/"
    cp "$root/package/Containerfile" "$home/"
    (cd "$root" && cp LICENSE README.md CHANGELOG.md SECURITY.md "$home/")
    cp -r "$root/docs" "$root/templates" "$home/"
    cp "$root/server/target/hookline.jar" "$home/server/"
    cp -r "$root/server/target/lib" "$home/server/lib"
    say "  the notices of the libraries"
    "$JAVA_HOME/bin/java" "$root/package/Notices.java" "$home/server/lib" "$root/console" "$home/THIRD-PARTY.txt" ||
        die "the notices of the libraries could not be written."

    # The cache of classes knows the jars by time and size: the times are set before, and tar keeps them.
    find "$home" -exec touch -h -d 2026-01-01T00:00:00Z {} +
    say "  remembering the classes of a start"
    (
        JAVA_HOME=$home/runtime jar=$home/server/hookline.jar cache=$home/server/hookline.aot native=$home/server/native
        train
        [ -f "$cache" ]
    ) || die "a start with the packaged runtime failed, so nothing was packaged; package/modules may lack a module."
    # Anybody may run it; nobody but its owner may change it.
    chmod -R u=rwX,go=rX "$home"

    say "  the archive"
    tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner -czf "$work/$name.tar.gz" "$name"
    mv "$work/$name.tar.gz" "$out/$name.tar.gz"
    (cd "$out" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
    say "Packaged: $out/$name.tar.gz ($(du -h "$out/$name.tar.gz" | cut -f1))"
}
