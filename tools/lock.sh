#!/bin/sh
# Write the lock files from pyproject.toml, every version with its hashes and no registry's host, and the SBOM.
#   requirements.lock         what running needs, and nothing else
#   requirements-build.lock   what builds the package and the console's page
#   requirements-test.lock    all of it, with what checks and tests need
#   sbom.cdx.json             what runs: Python packages and the console's (CycloneDX)
# uv.lock names hosts, so it is a by-product that is never committed (docs/decisions/0043).
#   tools/lock.sh             newest versions that fit
#   tools/lock.sh --keep      keep what is locked, add what is missing
set -eu
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never
if [ "${1:-}" = --keep ]; then
    # In a fresh checkout there is no uv.lock: the versions of the lock files stand in for it.
    keep=$(sed -n 's/^\([a-z][a-z0-9_.-]*==[^ ;\\]*\).*/--upgrade-package \1/p' requirements-test.lock 2>/dev/null || true)
else
    keep=--upgrade
fi
# shellcheck disable=SC2086  # several words
.tools/uv/bin/uv lock $keep --quiet --python .venv/bin/python
export_lock() {  # file, groups...
    file=$1; shift
    .tools/uv/bin/uv export --quiet --frozen --no-emit-project --no-header --format requirements-txt "$@" >"$file.new"
    mv "$file.new" "$file"
    printf '[lock] %s: %s packages\n' "$file" "$(grep -c '^[a-z]' "$file")"
}
export_lock requirements.lock --no-default-groups
export_lock requirements-build.lock --only-group build
export_lock requirements-test.lock --all-groups
.venv/bin/python tools/sbom.py
