#!/bin/sh
# Everything that Auxilio needs, into this folder: .tools (the installer), .venv (Python), the console's page.
#
#   tools/setup.sh          what running needs: no tool for tests, and none for building stays in .venv
#   tools/setup.sh --dev    also what checks and tests need of Python; it stays until .venv is made anew
#   tools/setup.sh --test   also what only tests need of the machine (as root on Debian: chromium, by apt)
#
# Nothing outside the folder is touched, but for Debian packages when run as root. A second run only looks at stamps.
set -eu
cd "$(dirname "$0")/.."
root=$(pwd -P)

say() { printf '[setup] %s\n' "$*" >&2; }
stop() { printf '[setup] %s\n' "$*" >&2; exit 1; }

can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

apt_install() {  # packages...
    say "installing $* with apt-get"
    if ! DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >.tools/apt.log 2>&1; then
        apt-get update >.tools/apt.log 2>&1 || { tail -n 5 .tools/apt.log >&2; return 1; }
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>.tools/apt.log 2>&1 ||
            { tail -n 5 .tools/apt.log >&2; return 1; }
    fi
}

machine_fits() {
    [ "$(uname -s)" = Linux ] && [ "$(uname -m)" = x86_64 ] ||
        stop "Auxilio runs on Linux x86-64; this is $(uname -s) $(uname -m)."
    glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/^glibc //') || glibc=
    case $glibc in
        2.*) [ "${glibc#2.}" -ge 34 ] || stop "glibc 2.34 or newer is needed (Debian 12, Ubuntu 22.04); this is $glibc." ;;
        *) stop "glibc 2.34 or newer is needed (Debian 12, Ubuntu 22.04); this system has another C library." ;;
    esac
}

python_fits() { "$1" -c 'import sys; sys.exit(not (3, 12) <= sys.version_info < (3, 15))' 2>/dev/null; }
python_makes_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

places=${AUXILIO_PYTHON_PLACES-/usr/bin /usr/local/bin}  # also looked at when PATH does not name them

find_python() {  # sets $python to one that fits, preferring one that can make an environment
    python=
    for name in ${AUXILIO_PYTHON:-} python3.13 python3.12 python3.14 python3; do
        for place in "" $places; do
            path=${place:+$place/$name}
            [ -n "$path" ] || path=$(command -v "$name" 2>/dev/null || true)
            [ -x "$path" ] && python_fits "$path" || continue
            path=$("$path" -c 'import sys; print(sys.executable)')  # the thing itself, behind shims
            if python_makes_venv "$path"; then python=$path; return; fi
            [ -n "$python" ] || python=$path
        done
    done
}

need_python() {
    find_python
    if [ -n "$python" ] && python_makes_venv "$python"; then return; fi
    packages=python3-venv
    [ -z "$python" ] || packages="$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    if can_apt; then
        apt_install "$packages" || stop "apt-get could not install $packages; see .tools/apt.log"
        find_python
        [ -n "$python" ] && python_makes_venv "$python" && return
    fi
    [ -n "$python" ] || stop "Python 3.12 or newer is needed. On Debian 13 or Ubuntu 24.04: apt-get install python3-venv"
    stop "$python cannot make an environment. Run: apt-get install $packages"
}

digest() { cat "$@" | sha256sum | cut -c1-64; }
done_already() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }  # stamp, wanted

install_uv() {
    wanted=$(digest tools/uv.lock.txt)
    done_already .tools/uv/stamp "$wanted" && [ -x .tools/uv/bin/uv ] && return
    say "getting the installer (uv) into .tools"
    rm -rf .tools/uv
    "$python" -m venv .tools/uv
    .tools/uv/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --no-deps \
        --require-hashes -r tools/uv.lock.txt
    printf %s "$wanted" >.tools/uv/stamp
}

# The folder is in the stamp: an environment that was moved or copied does not work and is made again.
stamp_of() {  # lock
    printf '%s %s %s ' "$root" "$("$python" -V)" "$1" | cat - "$1" pyproject.toml | sha256sum | cut -c1-64
}

make_environment() {  # folder
    if ! [ -x "$1/bin/python" ] || ! python_fits "$1/bin/python" ||
        [ "$("$1/bin/python" -c 'import sys; print(sys.prefix)')" != "$root/$1" ]; then
        say "making the Python environment $1 with $python"
        .tools/uv/bin/uv venv --quiet --clear --python "$python" "$1"
    fi
}

sync_environment() {  # folder, lock
    make_environment "$1"
    say "installing $(grep -c '^[a-z]' "$2") Python packages into $1, each checked against its hash"
    quiet=; [ -t 2 ] || quiet=--quiet
    .tools/uv/bin/uv pip sync $quiet --python "$1/bin/python" --require-hashes "$2"
}

install_python_packages() {
    lock=requirements.lock builder=.tools/build/bin/python
    # What was installed for tests serves for running too, and is not taken away by a demo in between.
    if [ "$mode" != run ] || done_already .venv/stamp "$(stamp_of requirements-test.lock)"; then
        lock=requirements-test.lock builder=.venv/bin/python
    elif ! done_already .tools/build/stamp "$(stamp_of requirements-build.lock)"; then
        sync_environment .tools/build requirements-build.lock
        stamp_of requirements-build.lock >.tools/build/stamp
    fi
    wanted=$(stamp_of "$lock")
    done_already .venv/stamp "$wanted" && [ -x .venv/bin/auxilio ] && return
    sync_environment .venv "$lock"
    # The package is built by what is locked, and not by what a build would fetch aside.
    rm -rf .tools/package; mkdir .tools/package
    "$builder" -c 'from hatchling.build import build_editable; build_editable(".tools/package")' >/dev/null
    .tools/uv/bin/uv pip install --quiet --python .venv/bin/python --no-deps .tools/package/*.whl
    printf %s "$wanted" >.venv/stamp
}

build_console() {
    [ -f tools/build_console.py ] || return 0
    "$builder" tools/build_console.py || stop "the console could not be built"
}

there() { for name; do command -v "$name" >/dev/null 2>&1 && return; done; return 1; }

install_for_tests() {
    packages=
    there chromium chromium-browser google-chrome || packages=chromium
    there curl || packages="$packages curl"  # the lines of the how-to pages
    there jq || packages="$packages jq"
    there pdftotext || packages="$packages poppler-utils"  # reads the report as a person's program does
    there rtpengine || packages="$packages rtpengine-daemon"  # the media engine of a centre
    there kamailio || packages="$packages kamailio kamailio-websocket-modules kamailio-tls-modules"  # a centre's edge
    there sipp || packages="$packages sip-tester"  # calls as a trunk would
    there espeak-ng || packages="$packages espeak-ng"  # speaks to people on call
    there nginx || packages="$packages nginx-light"  # the proxies of deploy/proxy
    there caddy || packages="$packages caddy"
    there baresip || packages="$packages baresip"  # a telephone that is not ours
    there systemd-analyze || packages="$packages systemd"  # reads the units of deploy/systemd
    there dh || packages="$packages debhelper"  # the Debian package, and a machine to install it on (make soak)
    there mmdebstrap || packages="$packages mmdebstrap"
    there systemd-nspawn || packages="$packages systemd-container"
    [ -n "$packages" ] || return 0
    if can_apt; then
        # shellcheck disable=SC2086  # several packages
        apt_install $packages || say "not installed: $packages. Their tests will be skipped by name"
    else
        say "not there: $packages. Their tests will be skipped by name. As root: apt-get install $packages"
    fi
}

case ${1:-} in
    "") mode=run ;;
    --dev | --test) mode=test ;;
    *) stop "unknown: $1" ;;
esac
machine_fits
export UV_PYTHON_DOWNLOADS=never
mkdir -p .tools
# Two at once (a test beside a demo) take turns.
exec 9>.tools/lock
if command -v flock >/dev/null 2>&1; then flock -n 9 || { say "waiting for another set-up"; flock 9; }; fi
need_python
install_uv
install_python_packages
build_console
[ "${1:-}" != --test ] || install_for_tests
