#!/bin/sh
# What the system itself must provide, checked by probing, installed through apt only where something is missing.
#
#   system_libraries.sh core            Python's own venv, and what Qt needs even without a screen
#   system_libraries.sh window          what Qt needs to open a window (X11, Wayland, printing)
#   system_libraries.sh screenshots     a virtual screen
#   system_libraries.sh test            the independent readers that tests compare with, a message bus, what runs the validator of archival PDFs (optional: tests skip without)
#   system_libraries.sh robustness      a print server (optional likewise)
#
# Several sets may be named at once. As root, or with sudo that asks for no password, the packages are installed;
# otherwise the exact line to type is printed, and the script fails when what is missing is not optional.
# On systems without apt the missing libraries are named. macOS and Windows need none of this.
set -eu

PYTHON=${PYTHON:-python3}
[ "$(uname -s)" = Linux ] || exit 0

libraries=$( (PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true) )
needed=""      # packages without which the target cannot run
wished=""      # packages without which some tests are skipped
unfound=""     # what was looked for, for systems without apt

has_library() { # soname
    case "$libraries" in
        *"$1 "*) return 0 ;;
    esac
    # A container may lack ldconfig or its cache: look where libraries lie.
    for folder in /lib /usr/lib /lib/*-linux-gnu* /usr/lib/*-linux-gnu* /usr/lib64 /lib64 /usr/local/lib; do
        [ -e "$folder/$1" ] && return 0
    done
    return 1
}

library() { # soname package
    has_library "$1" && return 0
    needed="$needed $2"
    unfound="$unfound $1"
}

program() { # command package needed|wished
    command -v "$1" >/dev/null 2>&1 && return 0
    if [ "$3" = needed ]; then needed="$needed $2"; else wished="$wished $2"; fi
    unfound="$unfound $1"
}

core() {
    if ! command -v "$PYTHON" >/dev/null 2>&1; then
        needed="$needed python3 python3-venv"
        unfound="$unfound $PYTHON"
    elif ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        echo "Python 3.11 or later is needed; $PYTHON is $("$PYTHON" -V 2>&1). Name another one: make PYTHON=python3.12 …" >&2
        exit 1
    elif ! "$PYTHON" -c 'import venv, ensurepip' 2>/dev/null; then
        needed="$needed python3-venv"
        unfound="$unfound venv/ensurepip"
    fi
    # TLS roots for pip, and what libQt6Core, libQt6Gui and the offscreen platform link to.
    [ -e /etc/ssl/certs/ca-certificates.crt ] || [ ! -d /etc/apt ] || needed="$needed ca-certificates"
    library libglib-2.0.so.0 libglib2.0-0
    library libzstd.so.1 libzstd1
    library libz.so.1 zlib1g
    library libEGL.so.1 libegl1
    library libGL.so.1 libgl1
    library libfontconfig.so.1 libfontconfig1
    library libfreetype.so.6 libfreetype6
    library libX11.so.6 libx11-6
    library libxkbcommon.so.0 libxkbcommon0
    library libdbus-1.so.3 libdbus-1-3
}

window() {
    library libX11-xcb.so.1 libx11-xcb1
    library libxkbcommon-x11.so.0 libxkbcommon-x11-0
    library libxcb.so.1 libxcb1
    library libxcb-cursor.so.0 libxcb-cursor0
    library libxcb-icccm.so.4 libxcb-icccm4
    library libxcb-util.so.1 libxcb-util1
    library libxcb-image.so.0 libxcb-image0
    library libxcb-keysyms.so.1 libxcb-keysyms1
    library libxcb-randr.so.0 libxcb-randr0
    library libxcb-render.so.0 libxcb-render0
    library libxcb-render-util.so.0 libxcb-render-util0
    library libxcb-shape.so.0 libxcb-shape0
    library libxcb-shm.so.0 libxcb-shm0
    library libxcb-sync.so.1 libxcb-sync1
    library libxcb-xfixes.so.0 libxcb-xfixes0
    library libxcb-xkb.so.1 libxcb-xkb1
    library libwayland-client.so.0 libwayland-client0
    library libwayland-cursor.so.0 libwayland-cursor0
    library libcups.so.2 libcups2
}

screenshots() {
    window
    program Xvfb xvfb needed
    program xvfb-run xvfb needed
    program xauth xauth needed
}

tests() {
    program pdfsig poppler-utils wished
    program pdftotext poppler-utils wished
    program qpdf qpdf wished
    program dbus-daemon dbus-daemon wished
    program softhsm2-util softhsm2 wished
    program java default-jre-headless wished
    jar jaxb-runtime libjaxb-java
}

server_program() { # command package: where only root has it in PATH
    PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null 2>&1 && return 0
    wished="$wished $2"
    unfound="$unfound $1"
}

jar() { # name package
    [ -e "/usr/share/java/$1.jar" ] || wished="$wished $2"
}

robustness() {
    server_program cupsd cups-daemon
    server_program lpadmin cups-client
    server_program lpstat cups-client
    [ -e /usr/lib/cups/filter/pdftopdf ] || wished="$wished cups-filters"
}

for set in "$@"; do
    case "$set" in
        core) core ;;
        window) window ;;
        screenshots) screenshots ;;
        test) tests ;;
        robustness) robustness ;;
        *) echo "$0: unknown set $set" >&2; exit 2 ;;
    esac
done

packages=$(printf '%s\n' $needed $wished | awk 'NF && !seen[$0]++' | tr '\n' ' ' | sed 's/ $//')
[ -n "$packages" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "These are missing, and this system has no apt to install them with:$unfound" >&2
    [ -z "$needed" ]; exit $?
fi

has_candidate() { # package
    apt-cache policy "$1" 2>/dev/null | grep -q '^  Candidate: [^(]'
}

# Since the change of time_t some packages bear another name (libcups2t64); the old one is at best virtual there.
present_names() {
    for package in $packages; do
        if ! has_candidate "$package" && has_candidate "${package}t64"; then
            printf '%s ' "${package}t64"
        else
            printf '%s ' "$package"
        fi
    done
}

install="apt-get install -y --no-install-recommends"
as_root=""
if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        if [ -n "$needed" ]; then
            echo "Some system packages are missing. Type this line, then run make again:" >&2
        else
            echo "Some tests will be skipped, for want of the programs that they ask. To have them:" >&2
        fi
        printf '\n    sudo apt-get update && sudo %s\n\n' "$install $(present_names)" >&2
        [ -z "$needed" ]; exit $?
    fi
fi

echo "Installing system packages: $packages"
$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q || echo "apt-get update failed; trying with the lists at hand" >&2
# shellcheck disable=SC2046,SC2086  # one word per package is meant
if ! $as_root env DEBIAN_FRONTEND=noninteractive $install $(present_names); then
    printf '\napt could not install them. Type this line to see why, then run make again:\n\n    sudo %s\n\n' \
        "$install $(present_names)" >&2
    [ -z "$needed" ]; exit $?
fi
