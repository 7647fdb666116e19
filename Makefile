# The two commands: `make app` sets everything up and opens the search page; `make test` sets
# everything up and runs every check. Each is safe to run again.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: app test check index clean

app: index
	$(BIN)/streamlit run app.py

test: $(VENV)/.installed-dev
	scripts/install_chromium
	scripts/check

# Validate the case files.
check: $(VENV)/.installed
	$(BIN)/exchange check

# Build the index; only what changed is embedded.
index: $(VENV)/.installed
	$(BIN)/exchange index

$(VENV)/.installed: pyproject.toml requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --constraint requirements.lock --editable '.[models]'
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) install --quiet --constraint requirements.lock --editable '.[models,dev]'
	touch $@

clean:
	rm -rf $(VENV)
