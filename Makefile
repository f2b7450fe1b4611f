# `make run` serves the dashboard, `make test` checks everything; both do all set-up first, once.
# Needed beforehand: Python >= 3.11 and make. One benchmark alone: make bench BENCH=name.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo -n)
APT := $(ROOT) env DEBIAN_FRONTEND=noninteractive apt-get

.PHONY: run test unit bench lint format lock screenshot browser clean

run: .venv/.run
	$(BIN)/streamlit run dashboard.py

test: lint browser
	$(BIN)/python -m pytest --numprocesses 2 --dist loadscope --no-loadscope-reorder

lint: .venv/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/.test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/.test browser
	$(BIN)/python -m tests.benchmarks $(BENCH)

screenshot: .venv/.test browser
	$(BIN)/python -m tests.browser.screenshot

lock: .venv/.test
	$(COMPILE) --upgrade pyproject.toml --output-file requirements.txt
	$(COMPILE) --upgrade --group dev --constraints requirements.txt --output-file tests/requirements.txt

.venv/.made:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed: install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Setting up .venv: this happens once and takes a minute or two."
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(APT) update -qq && $(APT) install -y -qq python3-venv; } \
		|| { echo "Python's venv module is missing: install it (Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.run: requirements.txt .venv/.made
	$(PIP) -r requirements.txt
	@touch $@

.venv/.test: tests/requirements.txt .venv/.run
	$(PIP) -r tests/requirements.txt
	@touch $@

# A Chromium for the browser tests: one that is there, else Debian's, else Playwright's own.
browser: .venv/.test
	@$(BIN)/python tests/chromium.py >/dev/null 2>&1 \
		|| { $(APT) update -qq && { $(APT) install -y -qq chromium-headless-shell fonts-liberation || $(APT) install -y -qq chromium fonts-liberation; } \
			&& $(BIN)/python tests/chromium.py; } \
		|| $(BIN)/playwright install chromium

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results
