# make demo   sets up and runs the main job on nine real subjects
# make test   sets up and runs format, lint, types, import contract and tests
# make test-sail   sets up Sail in its own environment and runs the SQL steps and the grouping loop there, against DuckDB
# The only needs are git, make, Python 3.11 or newer and the Python package index.

SHELL := /bin/sh
UV_VERSION := 0.13.9
UV := $(shell command -v uv 2>/dev/null || command -v .tools/bin/uv 2>/dev/null || echo .tools/bin/uv)
RUN := $(UV) run

.PHONY: help setup demo test test-sail test-slow format lock clean

help:
	@sed -n '1,4s/^# //p' Makefile

# uv goes beside the Python that is on the PATH, so that `uv run yiheng` works afterwards;
# where that place may not be written, it goes into .tools and `make setup` says so.
.tools/bin/uv:
	@echo "uv 未安装，正在安装 uv $(UV_VERSION) …"
	@python3 -m pip install --quiet "uv==$(UV_VERSION)" 2>/dev/null && (pyenv rehash 2>/dev/null || true); \
	mkdir -p .tools/bin; \
	if command -v uv >/dev/null 2>&1; then ln -sf "$$(command -v uv)" .tools/bin/uv; \
	else python3 -m venv .tools/venv && .tools/venv/bin/pip install --quiet "uv==$(UV_VERSION)" \
	  && ln -sf ../venv/bin/uv .tools/bin/uv \
	  && case ":$$PATH:" in *":$$HOME/.local/bin:"*) \
	       mkdir -p "$$HOME/.local/bin" && ln -sf "$$PWD/.tools/venv/bin/uv" "$$HOME/.local/bin/uv";; esac \
	  && command -v uv >/dev/null 2>&1 \
	  || echo "uv 已装在 .tools/bin；要直接使用 uv run，请先执行：export PATH=\"$$PWD/.tools/bin:\$$PATH\""; fi

.venv/installed: requirements.lock pyproject.toml | $(if $(findstring .tools,$(UV)),.tools/bin/uv)
	@test -d .venv || $(UV) venv --quiet --python-preference only-system .venv
	@$(UV) pip sync --quiet --require-hashes requirements.lock
	@$(UV) pip install --quiet --no-deps --editable .
	@touch $@

setup: .venv/installed

demo: setup
	@$(RUN) yiheng demo --out demo

test: setup
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) lint-imports
	$(RUN) pytest

.venv-sail/installed: requirements-sail.lock pyproject.toml | $(if $(findstring .tools,$(UV)),.tools/bin/uv)
	@test -d .venv-sail || $(UV) venv --quiet --python-preference only-system .venv-sail
	@$(UV) pip sync --quiet --python .venv-sail --require-hashes requirements-sail.lock
	@$(UV) pip install --quiet --python .venv-sail --no-deps --editable .
	@touch $@

test-sail: .venv-sail/installed
	YIHENG_ENGINE=sail .venv-sail/bin/python -m pytest tests/metrics/test_steps_on_engines.py tests/grouping/loop/test_on_engines.py -n 0

test-slow: setup
	$(RUN) pytest -m slow

format: setup
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

# Versions and hashes only: the address of the package index is the user's own setting.
lock:
	$(UV) pip compile pyproject.toml --extra dev --universal --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --upgrade --quiet --output-file requirements.lock
	$(UV) pip compile pyproject.toml --extra sail --universal --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --upgrade --quiet --output-file requirements-sail.lock

clean:
	rm -rf .venv .venv-sail .tools demo .mypy_cache .ruff_cache .pytest_cache .hypothesis src/yiheng/grouping/loop/__pycache__
