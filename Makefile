# Auxilio: two commands are all it takes, `make demo` and `make test`. Everything lands in this folder.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup demo voice-edge test test-all check generate lock sbom soak clean
ARGS ?=

help: ## what there is to make
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: ## install what running needs (the others do it themselves)
	@tools/setup.sh

demo: ## everything on one machine, with seeded people and callers (ARGS="--region FILE.osm.pbf --lan")
	@tools/setup.sh
	@exec .venv/bin/auxilio demo $(ARGS)

voice-edge: ## Kamailio and rtpengine on loopback, for an exchange behind an edge (Debian packages: deploy/voice/README.md)
	@tools/setup.sh
	@exec .venv/bin/auxilio voice-edge $(ARGS)

test: ## every check, and the tests that each change is proved by
	@tools/setup.sh --test
	@exec .venv/bin/python tools/check.py test $(ARGS)

test-all: ## the same with the thorough ones, more than an hour: before a release
	@tools/setup.sh --test
	@exec .venv/bin/python tools/check.py test-all $(ARGS)

check: ## lint, types, borders and pure tests, in less than a minute
	@tools/setup.sh --dev
	@exec .venv/bin/python tools/check.py check $(ARGS)

soak: ## the long ones, with larger numbers
	@tools/setup.sh --test
	@exec .venv/bin/python tools/check.py soak $(ARGS)

generate: ## write again what is generated and committed
	@tools/setup.sh --dev
	@exec .venv/bin/python tools/check.py generate

lock: ## choose versions anew and write the lock files (hashes, no hosts) and the SBOM
	@tools/setup.sh --dev
	@tools/lock.sh

sbom: ## write sbom.cdx.json again from what is locked
	@tools/setup.sh --dev
	@tools/lock.sh --keep

clean: ## remove everything that was built or installed; your data (.data) stays
	rm -rf .venv .tools build dist test-results console/node_modules src/auxilio/console_dist
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .benchmarks
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
