#!/bin/sh
# Write requirements.lock from pyproject.toml: every version with its hashes, and no registry's host.
# uv.lock names hosts, so it is a by-product that is never committed (docs/decisions/0043).
#   tools/lock.sh             newest versions that fit
#   tools/lock.sh --keep      keep what is locked, add what is missing
set -eu
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never
upgrade=--upgrade
[ "${1:-}" != --keep ] || upgrade=
.tools/uv/bin/uv lock $upgrade --quiet --python .venv/bin/python
.tools/uv/bin/uv export --quiet --frozen --no-emit-project --no-header --all-groups --format requirements-txt >requirements.lock.new
mv requirements.lock.new requirements.lock
printf '[lock] %s packages\n' "$(grep -c '^[a-z]' requirements.lock)"
