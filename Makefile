# `make run` serves the bot, `make test` checks and tests it. Both install what they need into
# .venv, from the lock files and hash-checked, and reinstall only when one of those changed.

.SHELLFLAGS := -ec
PYTHON ?= python3
# Debian packages the tests need besides; root installs them, anybody else is told how to.
TEST_SYSTEM_PACKAGES := chromium
# One more than there are cores: tests wait, too.
PYTEST := -n 3 --dist worksteal

BIN := .venv/bin
RUN_LOCKS := requirements-uv.txt requirements.txt
TEST_LOCKS := $(RUN_LOCKS) requirements-dev.txt

# A stamp names the Python, the place and the locks it stands for, and is written last: what was
# interrupted, moved or outdated has no stamp.
digest = $(shell { $(1); } 2>&1 | sha256sum | cut -c -12)
VENV_ID := $(call digest,pwd; readlink -f "$$(command -v $(PYTHON))"; $(PYTHON) -V)
RUN_READY := .venv/ready-$(VENV_ID)-run-$(call digest,cat $(RUN_LOCKS))
TEST_READY := .venv/ready-$(VENV_ID)-test-$(call digest,cat $(TEST_LOCKS))

# As pip does, uv trusts whom the system trusts.
CERTIFICATES := $(if $(wildcard /etc/ssl/certs/ca-certificates.crt),--system-certs)
SUDO := $(if $(filter-out 0,$(shell id -u)),sudo )

# Without a home there is nowhere to keep a cache.
ifeq ($(shell [ -w "$$HOME" ] && echo writable),)
export UV_NO_CACHE := 1
export PIP_NO_CACHE_DIR := 1
endif

.PHONY: run test check ruff-format ruff mypy imports bench eval hostile format lock clean system-packages

run: $(or $(wildcard $(TEST_READY)),$(RUN_READY))
	@exec $(BIN)/python -m bot serve --playground

# Each worker and each bot that a test starts would compile everything for itself.
test: export PYTHONDONTWRITEBYTECODE :=
test: check system-packages
	@$(BIN)/python -m pytest $(PYTEST)

check: $(TEST_READY)
	@$(MAKE) --no-print-directory --jobs=4 --output-sync=target ruff-format ruff mypy imports

ruff-format: $(TEST_READY)
	@$(BIN)/ruff format --check --quiet . || { echo 'Not formatted: run `make format`'; exit 1; }

ruff: $(TEST_READY)
	@$(BIN)/ruff check --quiet .

mypy: $(TEST_READY)
	@$(BIN)/mypy

imports: $(TEST_READY)
	@$(BIN)/lint-imports --no-logo

bench: $(TEST_READY)
	@$(BIN)/python -m tests.bench

# The owner's scenarios with the embedded model; about a minute.
eval: $(or $(wildcard $(TEST_READY)),$(RUN_READY))
	@mkdir -p build
	@$(BIN)/python -m bot eval --model embedded --html build/eval.html

# Ten thousand turns with a model that is against us, and two thousand talks against the lock of
# the inquiries; half an hour.
hostile: $(TEST_READY)
	@$(BIN)/python -m tests.hostile

format: $(TEST_READY)
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

# Resolves the *.in files anew; pins stay where they are unless UPGRADE=1.
LOCK = $(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	--generate-hashes --no-annotate --no-header $(CERTIFICATES) $(if $(UPGRADE),--upgrade)
lock: $(TEST_READY)
	$(LOCK) requirements-uv.in -o requirements-uv.txt
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build
	find . -name __pycache__ -prune -exec rm -rf {} +

missing_packages = $(strip $(foreach package,$(TEST_SYSTEM_PACKAGES),$(if \
	$(shell dpkg-query -W -f '$${db:Status-Status}' $(package) 2>/dev/null | grep -x installed),,$(package))))
system-packages:
	$(if $(missing_packages),$(if $(SUDO),$(error \
	The tests need $(missing_packages): $(SUDO)apt-get install -y $(missing_packages))))
	$(if $(missing_packages),apt-get update -qq && apt-get install -y -qq --no-install-recommends \
	$(missing_packages))

python_problem = $(shell \
	if ! command -v $(PYTHON) >/dev/null; then \
		echo '$(PYTHON) is missing: $(SUDO)apt-get install -y python3 python3-venv'; \
	elif ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
		echo "Python 3.11 or newer is needed, $(PYTHON) is $$($(PYTHON) -V):" \
			'$(SUDO)apt-get install -y python3.11 python3.11-venv && make PYTHON=python3.11'; \
	elif ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		echo 'The venv module is missing: $(SUDO)apt-get install -y python3-venv'; \
	fi)

# uv installs five times as fast as pip, but reads no pip.conf: it is told of a mirror named there.
pip_index = $$($(BIN)/pip config list | sed -n "s/^[^=]*\.index-url='\(.*\)'$$/\1/p" | tail -n 1)
define install
	$(if $(python_problem),$(error $(python_problem)))
	@exec 9< Makefile; flock 9; [ ! -e $(lastword $(2)) ] || exit 0; \
	echo 'Installing into .venv …'; \
	ls .venv/ready-$(VENV_ID)-* >/dev/null 2>&1 || { rm -rf .venv; $(PYTHON) -m venv .venv; }; \
	rm -f .venv/ready-*; \
	[ -x $(BIN)/uv ] || $(BIN)/python -m pip --disable-pip-version-check install \
		--quiet --require-hashes -r requirements-uv.txt; \
	UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$(pip_index)}" $(BIN)/uv pip sync --quiet \
		--python $(BIN)/python --require-hashes $(CERTIFICATES) $(1); \
	touch $(2)
endef

$(RUN_READY):
	$(call install,$(RUN_LOCKS),$(RUN_READY))

$(TEST_READY):
	$(call install,$(TEST_LOCKS),$(RUN_READY) $(TEST_READY))
