# huiwu: see README.md. Everything below needs only a POSIX shell, make and Python 3.11 or newer.
.PHONY: help run test check fmt demo docs bench wheel messages
PORT ?= 8000
DATA ?= data
STAGE ?= planning
PY = PYTHONPATH=. .venv/bin/python

help:
	@echo 'make run [PORT=8000] [DATA=data] · test · check · fmt · demo [STAGE=planning] · docs · bench [ONLY=…] · wheel'

run:
	@scripts/setup
	@scripts/build
	@HUIWU_DATA="$(DATA)" PORT="$(PORT)" scripts/run

test:
	@scripts/setup --dev
	@scripts/test-tools
	@scripts/build
	@scripts/test

check:
	@scripts/setup --dev
	@scripts/check

fmt:
	@scripts/setup --dev
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

demo:
	@scripts/setup
	@scripts/build
	@HUIWU_DATA="$(DATA)" $(PY) -m huiwu setup
	@HUIWU_DATA="$(DATA)" $(PY) -m huiwu demo --stage $(STAGE)

docs:
	@scripts/setup --dev
	@scripts/docs

bench:
	@scripts/setup --dev
	@scripts/build
	@$(PY) -m bench $(if $(ONLY),--only $(ONLY)) $(if $(JSON),--json $(JSON))

messages:
	@scripts/setup --dev
	@$(PY) scripts/messages.py missing

wheel:
	@scripts/setup --dev
	@scripts/build
	@.venv/bin/hatchling build -t wheel
