# The two commands: `make app` sets everything up and opens the search page; `make test` sets
# everything up and runs every check. Each is safe to run again.

PYTHON ?= python3
VENV := .venv
PEERS := .venv-peers
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Python compiles what it imports at first use; compiling all of torch beforehand takes a minute.
INSTALL := $(PIP) install --quiet --no-compile --constraint requirements.lock --editable
# What the site starts with is compiled though: the first start would take two seconds more, and
# where PYTHONDONTWRITEBYTECODE is set every start.
COMPILE := cd $(VENV)/lib/python*/site-packages && ../../../bin/python -m compileall -q \
	babel click google jinja2 markdown_it numpy pydantic starlette streamlit \
	uvicorn websockets whoosh yaml

.PHONY: app test check index relevance benchmark-peers translations clean

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

# Measure how well the engine finds (docs/relevance.md); COLLECTIONS=folder with test collections.
relevance: index
	$(BIN)/python -m scripts.relevance $(if $(COLLECTIONS),--collections '$(COLLECTIONS)')

# Other search engines side by side with this one (docs/benchmark.md), from an environment of their
# own: make benchmark-peers DOCUMENTS=100000 QUERIES=200.
benchmark-peers: $(PEERS)/.installed
	$(PEERS)/bin/python -m scripts.benchmark_peers $(if $(DOCUMENTS),--documents $(DOCUMENTS)) \
		$(if $(QUERIES),--queries $(QUERIES)) $(if $(JSON),--json)

# Bring the texts of the pages in exchange/locale up to date with the code.
translations: $(VENV)/.installed
	scripts/update_translations

$(PEERS)/.installed: pyproject.toml requirements.lock scripts/peers-requirements.lock
	test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip --disable-pip-version-check install --quiet --no-compile \
		--constraint requirements.lock --requirement scripts/peers-requirements.lock --editable .
	touch $@

$(VENV)/.installed: pyproject.toml requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) '.[models]'
	$(COMPILE)
	touch $@

$(VENV)/.installed-dev: pyproject.toml requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) '.[models,dev]'
	$(COMPILE)
	touch $(VENV)/.installed $@

clean:
	rm -rf $(VENV) $(PEERS)
