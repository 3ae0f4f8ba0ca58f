# Sourced by the scripts beside it. Brings Node 24 and the project's packages; leaves NODE set and PATH extended.
# Any Node >= 18 with npm is enough to begin with. Progress goes to stderr: stdout belongs to the command.

say() { printf '%s\n' "clawnex: $*" >&2; }
fail() { printf '%s\n' "clawnex: $*" >&2; exit 1; }

CLAWNEX_HOME="${CLAWNEX_HOME:-$HOME/.clawnex}"
# Tools we bring ourselves. Kept apart from the state, so that several homes on one machine can share them.
CLAWNEX_RUNTIME="${CLAWNEX_RUNTIME:-$CLAWNEX_HOME/runtime}"
export CLAWNEX_HOME CLAWNEX_RUNTIME

node_major() { "$1" -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0; }

bring_node() {
  NODE="$(command -v node || true)"
  [ -n "$NODE" ] || fail "Node.js is missing. Install any version from 18 on, with npm: https://nodejs.org or your system's package 'nodejs'."
  [ "$(node_major "$NODE")" -ge 24 ] && return 0
  private="$CLAWNEX_RUNTIME/node24/node_modules/node/bin/node"
  if [ "$(node_major "$private")" -lt 24 ]; then
    [ "$(node_major "$NODE")" -ge 18 ] || fail "Node.js $("$NODE" -v) is too old to begin with. Install version 18 or newer."
    command -v npm >/dev/null || fail "npm is missing. Install it with your system's package manager (package 'npm')."
    say "bringing a private Node 24 (this machine has $("$NODE" -v)) ..."
    mkdir -p "$CLAWNEX_RUNTIME/node24"
    printf '{"private":true,"allowScripts":{"node":true}}\n' > "$CLAWNEX_RUNTIME/node24/package.json"
    (cd "$CLAWNEX_RUNTIME/node24" && npm install node@24 --no-audit --no-fund --loglevel=error >&2) \
      || fail "could not bring Node 24. Check the network to the npm registry, then run this again; or install Node 24 yourself."
    [ "$(node_major "$private")" -ge 24 ] || fail "the private Node 24 does not run on this machine. Install Node 24 yourself and run this again."
  fi
  NODE="$private"
  PATH="$(dirname "$private"):$PATH"
  export PATH
}

bring_packages() {
  stamp="$ROOT/node_modules/.clawnex-lock"
  cmp -s "$ROOT/package-lock.json" "$stamp" && return 0
  # Two scripts started together would remove each other's half-brought packages.
  lock="$ROOT/.clawnex-bringing"
  waited=0
  until mkdir "$lock" 2>/dev/null; do
    holder="$(cat "$lock/pid" 2>/dev/null || true)"
    # Whoever was killed in the middle gives nothing back.
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
      rm -rf "$lock"
      continue
    fi
    [ "$waited" -lt 300 ] || fail "another start has been bringing packages for five minutes. If none runs, remove $lock and run this again."
    sleep 1
    waited=$((waited + 1))
  done
  echo "$$" > "$lock/pid"
  trap 'rm -rf "$lock"' EXIT
  trap 'rm -rf "$lock"; exit 1' INT TERM
  if ! cmp -s "$ROOT/package-lock.json" "$stamp"; then
    say "bringing packages ..."
    # Nothing that a package would run on installing is needed: native parts come ready made inside the packages. Older
    # versions of npm would try to compile them all the same.
    (cd "$ROOT" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) \
      || fail "could not bring the packages. Check the network to the npm registry, then run: npm ci --ignore-scripts"
    cp "$ROOT/package-lock.json" "$stamp"
  fi
  rm -rf "$lock"
  trap - EXIT INT TERM
}

# A fixed name for units to start, whichever Node was found or brought.
link_node() {
  mkdir -p "$CLAWNEX_RUNTIME/bin"
  [ "$(readlink "$CLAWNEX_RUNTIME/bin/node" 2>/dev/null)" = "$NODE" ] || ln -sfn "$NODE" "$CLAWNEX_RUNTIME/bin/node"
}

bring_node
link_node
bring_packages
