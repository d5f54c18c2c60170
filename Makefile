# Two commands: `make book` builds the book and serves it, `make test` runs every test.
# `make help` lists the rest.

PYTHON ?= python3
PORT ?= 0
BIN := .venv/bin
BOOK := _build/html

export TF_CPP_MIN_LOG_LEVEL := 3
export TF_ENABLE_ONEDNN_OPTS := 0
export PYDEVD_DISABLE_FILE_VALIDATION := 1
# Two processes work side by side: a second thread of each would wait for the other's core.
export TF_NUM_INTRAOP_THREADS := 1
export DENO_NO_UPDATE_CHECK := 1
ifndef MAKE_TERMOUT
export NO_COLOR := 1
endif

.PHONY: help book html answers serve test unit lint-and-html notebooks-test browser-test lint format coverage
.PHONY: notebooks address lock clean release offline links binder-check teacher-check pdf student grade

help:
	@echo "make book       set up, build the book, serve it on this machine"
	@echo "make test       set up, run every test (library, notebooks, built book, browser)"
	@echo "make html       build the book into $(BOOK)"
	@echo "make offline    the same, and say where the copy to take along is"
	@echo "make answers    build the model answers for print into _build/answers.pdf"
	@echo "make pdf        print the whole book into _build/book.pdf, with Chromium"
	@echo "make student    build the book without its answers into _build/student"
	@echo "make grade      judge what students handed in  FOLDER=handed-in"
	@echo "make serve      serve what was built        [PORT=8000]"
	@echo "make unit       tests of the library alone"
	@echo "make notebooks  execute the chapters and store their text outputs"
	@echo "make address    write the repository's address from _config.yml into the chapters"
	@echo "make links      ask the addresses outside the book whether they answer"
	@echo "make binder-check  execute every chapter as Binder does, in a fresh environment"
	@echo "make teacher-check  do in a clone what the page for teachers says, and test it"
	@echo "make lint       check style and types: ruff, mypy, deno"
	@echo "make format     lay out Python and JavaScript as make lint wants it"
	@echo "make coverage   how much of vae_book and vae_lib the unit tests reach; below 94 % it fails"
	@echo "make lock       choose new versions for constraints.txt"
	@echo "make release    give the project its next version   VERSION=0.2.0"
	@echo "make clean      remove what was built, keep .venv"
	@echo "PYTHON=python3.12 make book   takes another Python, 3.11 to 3.13"

book: html
	@$(BIN)/python tools/serve.py $(BOOK) --port $(PORT)

serve: .venv/.ready
	@$(BIN)/python tools/serve.py $(BOOK) --port $(PORT)

html: .venv/.ready
	@$(BIN)/python tools/build.py

offline: html
	@echo "The whole book as one file: $(BOOK)/vae-book-offline.zip"

answers: .venv/.ready-print html
	@bash tools/chromium.sh
	@$(BIN)/python tools/answers_pdf.py

pdf: .venv/.ready-print html
	@bash tools/chromium.sh
	@$(BIN)/python tools/book_pdf.py

# OPTIONS="--repository https://... --address https://..." if it has places of its own.
student: .venv/.ready
	@$(BIN)/python tools/execute.py
	@$(BIN)/python tools/student.py $(OPTIONS)

grade: .venv/.ready
	@test -n "$(FOLDER)" || { echo "Say which folder: make grade FOLDER=handed-in"; exit 1; }
	@$(BIN)/python tools/grade.py "$(FOLDER)"

.venv/.ready: requirements.txt constraints.txt pyproject.toml
	@$(PYTHON) tools/check_python.py
	@$(BIN)/python -m pip --version > /dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(BIN)/python tools/install.py requirements.txt
	@touch $@

.venv/.ready-print: .venv/.ready requirements-print.txt
	@$(BIN)/python tools/install.py requirements-print.txt
	@touch $@

.venv/.ready-test: .venv/.ready-print requirements-test.txt
	@$(BIN)/python tools/install.py requirements-test.txt
	@touch $@

# What nbval has executed is what the book is then built from: tests/harness/executed.py.
test: unit notebooks-test lint-and-html browser-test

# Each of the two keeps one core busy.
lint-and-html: .venv/.ready-test
	@$(MAKE) --no-print-directory --jobs 2 --output-sync lint html

lint: .venv/.ready-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tools/plain_markdown.py
	$(BIN)/deno lint
	$(BIN)/deno check --quiet .
	$(BIN)/deno fmt --check

format: .venv/.ready-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/deno fmt

unit: .venv/.ready-test
	@bash tools/chromium.sh
	$(BIN)/python -m pytest -p no:nbval -n 2 --dist loadfile $(MEASURE) tests --ignore tests/browser --ignore tests/book --ignore tests/jupyterlab

coverage: MEASURE := --cov --cov-report term
coverage: unit

notebooks-test: .venv/.ready-test
	$(BIN)/python -m pytest -n 2 --dist loadfile --nbval --nbval-sanitize-with tests/sanitize.cfg intro.ipynb chapters

browser-test: .venv/.ready-test html
	@bash tools/chromium.sh
	$(BIN)/python -m pytest -n 2 tests/book tests/browser tests/jupyterlab

notebooks: .venv/.ready
	$(BIN)/python tools/notebooks.py

address: .venv/.ready
	@$(BIN)/python tools/address.py

# Jupyter Book puts the report into the book.
links: .venv/.ready
	@$(BIN)/python tools/execute.py
	@$(BIN)/jupyter-book build --builder linkcheck .; code=$$?; mkdir -p _build/linkcheck; \
		mv -f $(BOOK)/output.txt $(BOOK)/output.json _build/linkcheck; exit $$code

binder-check: .venv/.ready
	$(BIN)/python tools/binder_check.py

teacher-check: .venv/.ready-test
	@bash tools/chromium.sh
	$(BIN)/python tools/teacher_check.py

lock: .venv/.ready
	$(BIN)/python tools/lock.py

release: .venv/.ready
	@$(BIN)/python tools/release.py $(VERSION)

clean:
	rm -rf _build
