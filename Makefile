# Two commands are all a newcomer needs: `make demo` and `make test`. Each sets up what it needs and may be repeated.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN = $(VENV)/bin
FRONT_TESTS = $(addprefix tests/archive/test_, web.py tongues.py doubts.py history_page.py pictures.py replay.py status_page.py public_front.py feeds.py questions.py search_page.py reading_pages.py article_page.py)

.PHONY: help demo test alpha tools fix docs constraints oldest bench clean

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 20

demo: $(VENV)/.installed ## Crawl the demo newspaper twice and show the archive at http://127.0.0.1:8001/ (DEMO_SERVE=0 ends before)
	@$(BIN)/aimaq demo

test: $(VENV)/.installed-dev ## Run every check: lint, types, import contracts, generated docs, tests and doctests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m archive.descriptions --check
	$(BIN)/pytest -n 2

tools: $(VENV)-tools/.installed ## Install the web archive tools of others that some tests use (pywb is under the GPL, and not needed to run aimaq)

fix: $(VENV)/.installed-dev ## Let ruff mend and format what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.installed-dev ## Generate docs/fields.md from the records' docstrings
	$(BIN)/python -m archive.descriptions > docs/fields.md

bench: $(VENV)/.installed-dev $(VENV)-peers/.installed ## Measure reading, crawling and storing against their peers
	$(VENV)-peers/bin/python -W ignore benchmarks/reading.py
	$(VENV)-peers/bin/python -W ignore benchmarks/reading.py --without-metadata
	$(BIN)/python benchmarks/declared.py
	$(BIN)/python benchmarks/crawl.py
	$(BIN)/python benchmarks/rebuild.py
	$(BIN)/python benchmarks/store.py
	$(BIN)/python benchmarks/words.py
	$(BIN)/python benchmarks/stories.py

constraints: ## Take the newest releases into constraints.txt; give PYTHON=python3.11 as old as Debian's, newer ones suit it too
	rm -rf $(VENV)-fresh && $(PYTHON) -m venv $(VENV)-fresh
	$(VENV)-fresh/bin/pip install --quiet ".[dev]"
	$(VENV)-fresh/bin/pip freeze --exclude aimaq > constraints.txt
	rm -rf $(VENV)-fresh

oldest: ## Run the tests with the oldest release of each dependency that pyproject.toml allows
	rm -rf $(VENV)-oldest && $(PYTHON) -m venv $(VENV)-oldest
	sed -nE '/^dependencies/,/^\]/s/^ +"([a-z0-9-]+)>=([0-9.]+).*/\1==\2/p' pyproject.toml > $(VENV)-oldest/constraints.txt
	$(VENV)-oldest/bin/pip install --quiet --constraint $(VENV)-oldest/constraints.txt --editable ".[dev]"
	$(VENV)-oldest/bin/pytest -n 2
	rm -rf $(VENV)-oldest

alpha: ## Run the front's tests with the newest alpha of Datasette 1.0
	@$(MAKE) --no-print-directory $(VENV)-alpha/.installed
	$(VENV)-alpha/bin/python -c 'import datasette; print("Datasette", datasette.__version__)'
	$(VENV)-alpha/bin/pytest -q $(FRONT_TESTS)

clean: ## Remove the virtual environments and what the checks left behind; the archive in data/ stays
	rm -rf $(VENV) $(VENV)-alpha $(VENV)-peers $(VENV)-tools .mypy_cache .pytest_cache .ruff_cache .import_linter_cache *.egg-info

$(VENV)/bin/pip:
	@test -n "$(PYTHON)" || { echo "aimaq needs Python 3.11 or newer with venv: apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/pip pyproject.toml constraints.txt
	@echo "Installing what aimaq needs into $(VENV), once: about a minute ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/bin/pip pyproject.toml constraints.txt
	@echo "Installing what aimaq and its checks need into $(VENV), once: about a minute ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	@touch $@ $(VENV)/.installed

# Without constraints.txt: the peers ask for older releases. With a new pip: one before 23.3 fails on two spellings of an lxml extra.
$(VENV)-peers/.installed: $(VENV)/bin/pip pyproject.toml
	@echo "Installing the readers to compare with into $(VENV)-peers, once: about a minute ..."
	@$(PYTHON) -m venv $(VENV)-peers
	@$(VENV)-peers/bin/pip install --quiet --disable-pip-version-check --upgrade pip
	@$(VENV)-peers/bin/pip install --quiet --disable-pip-version-check --editable ".[peers]"
	@touch $@

$(VENV)-tools/.installed: $(VENV)/bin/pip pyproject.toml
	@echo "Installing pywb and wacz into $(VENV)-tools, once: about a minute ..."
	@$(PYTHON) -m venv $(VENV)-tools
	@$(VENV)-tools/bin/pip install --quiet --disable-pip-version-check --upgrade pip
	@$(VENV)-tools/bin/pip install --quiet --disable-pip-version-check --editable ".[tools]"
	@touch $@

# Without dev's extras and without the constraint on Datasette; pip then says that aimaq asks for an older one, which is the point.
$(VENV)-alpha/.installed: $(VENV)/bin/pip pyproject.toml constraints.txt
	@echo "Installing aimaq with the newest alpha of Datasette into $(VENV)-alpha: about a minute ..."
	@rm -rf $(VENV)-alpha && $(PYTHON) -m venv $(VENV)-alpha
	@grep -v '^datasette==' constraints.txt > $(VENV)-alpha/constraints.txt
	@$(VENV)-alpha/bin/pip install --quiet --disable-pip-version-check --constraint $(VENV)-alpha/constraints.txt --editable . pytest pytest-xdist
	@$(VENV)-alpha/bin/pip install --quiet --disable-pip-version-check --pre --upgrade 'datasette>=1.0a41'
	@touch $@
