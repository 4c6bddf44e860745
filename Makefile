# Troubadour. `make` alone says what there is.
.DEFAULT_GOAL := help
.PHONY: help run test check format install dev clean

BIN := .venv/bin

help:  ## What can be made
	@sed -n 's/^\([a-z]*\):.*##/  make \1\t/p' Makefile

run: install  ## Start the bot: on Discord where DISCORD_TOKEN is set (.env), else a chat in this terminal
	@exec $(BIN)/python -m bot

test: check  ## Everything that CI runs: check, then every test
	@$(BIN)/python -m pytest

check: dev  ## Lint, formatting, types and the import rule
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "ruff: some files are not formatted; run: make format"; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: dev  ## Put every file into the one format
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format .

install:  ## Only install what `make run` needs
	@bash .ci/install.sh run

dev:  ## Only install what `make test` needs
	@bash .ci/install.sh dev

clean:  ## Take away the virtual environment and all caches; music and learned taste stay
	@rm -rf .venv *.egg-info .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
