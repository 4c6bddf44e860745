#!/usr/bin/env bash
# Brings this machine to where Troubadour runs: system packages, .venv, pinned Python packages.
# Usage: install.sh [run|dev]. Safe to run again: where nothing changed it only checks, in a moment.
# Speaks on stderr only and reads nothing: stdin and stdout belong to the bot.
set -euo pipefail
exec </dev/null 1>&2
cd "$(dirname "$0")/.."

extra="${1:-run}"
venv=.venv

say() { printf '%s\n' "troubadour: $*"; }
fail() { printf '%s\n' "troubadour: $*"; exit 1; }

find_python() {
    local name
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

has_fluidsynth() {
    "${python:-python3}" -c 'import sys, ctypes.util as u; sys.exit(u.find_library("fluidsynth") is None)' 2>/dev/null
}

# FluidR3_GM, MuseScore_General and their like; TimGM6mb, which the library brings, is the small plain one.
has_soundfont() {
    [ -n "${TROUBADOUR_SOUNDFONT:-}" ] || grep -qs '^TROUBADOUR_SOUNDFONT=.' .env ||
        compgen -G '/usr/share/sounds/sf[23]/*_*.sf[23]' >/dev/null
}

# What is missing, as Debian names it.
missing_packages() {
    python="$(find_python)" || echo python3 python3-venv
    has_fluidsynth || echo libfluidsynth3
    has_soundfont || echo fluid-soundfont-gm
    # Of one package only Linux on x86-64 has it built; elsewhere pip builds it.
    [ "$(uname -sm)" = "Linux x86_64" ] || command -v cc >/dev/null || echo gcc
}

sudo_line() { printf '%s' "sudo sh -c 'apt-get update && apt-get install -y $*'"; }

apt_install() {
    say "installing $* with apt-get"
    export DEBIAN_FRONTEND=noninteractive
    local log
    log="$(mktemp)"
    if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; } >"$log" 2>&1; then
        tail -n 3 "$log"
        say "apt-get could not install all of it"
    fi
    rm -f "$log"
}

system_packages() {
    local missing
    missing="$(missing_packages | xargs)"
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        # The font is for the pictures: titles in Chinese, Spanish and more.
        # shellcheck disable=SC2086
        apt_install $missing fonts-wqy-microhei
        missing="$(missing_packages | xargs)"
    fi
    case "$missing" in
        "") ;;
        fluid-soundfont-gm)
            say "no good soundfont is installed, so a small plain one plays; for good sound: $(sudo_line "$missing")" ;;
        *) fail "this machine lacks $missing; run this once, then try again: $(sudo_line "$missing")" ;;
    esac
}

fingerprint() {
    { "$venv/bin/python" -VV; cat pyproject.toml .ci/constraints.txt .ci/install.sh; } | sha256sum | cut -c1-40
}

is_installed() {
    local name
    "$venv/bin/python" -c 'import pip' 2>/dev/null || return 1
    for name in dev "$extra"; do
        [ "$(cat "$venv/.installed-$name" 2>/dev/null)" = "$(fingerprint)" ] && return 0
    done
    return 1
}

python_packages() {
    is_installed && return 0
    local began=$SECONDS pip
    say "installing Python packages into $venv (a minute or two, the first time only)"
    "$venv/bin/python" -c 'import pip' 2>/dev/null || "$(find_python)" -m venv --clear "$venv"
    pip=("$venv/bin/python" -m pip install -qq --no-input --disable-pip-version-check --constraint .ci/constraints.txt)
    if [ "$extra" = dev ]; then "${pip[@]}" -e '.[dev]'; else "${pip[@]}" -e .; fi ||
        fail "pip could not install the packages; see its message above, then try again"
    fingerprint >"$venv/.installed-$extra"
    say "installed in $((SECONDS - began)) s"
}

system_packages
python_packages
