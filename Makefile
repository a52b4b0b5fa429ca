# Every target uses the Python of the environment it is run in: make PYTHON=.venv/bin/python check
PYTHON ?= python

# `search` draws other examples in every property than the fixed ones of CI.
.PHONY: check test search docs pictures notebooks bench bench-quick

check:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(PYTHON) -m codespell_lib ecosystem docs tests benchmarks data notebooks *.md
	$(PYTHON) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

test:
	$(PYTHON) -m pytest

search:
	$(PYTHON) -m pytest -m hypothesis

docs:
	$(PYTHON) docs/make_pages.py
	$(PYTHON) -m sphinx -q -W -b html docs build/docs
	$(PYTHON) docs/check_site.py build/docs

pictures:
	$(PYTHON) docs/make_pictures.py

# Two at a time: to start a kernel takes longer than what most notebooks ask of it.
notebooks:
	ls notebooks/*.ipynb notebooks/*/*.ipynb | xargs -n 4 -P 2 \
		$(PYTHON) -m nbconvert --to notebook --execute --output-dir build/notebooks

bench:
	for question in $(filter-out benchmarks/quick.py,$(wildcard benchmarks/*.py)); do $(PYTHON) $$question || exit 1; done

# One small case of each, to hold that they run: half a minute of processor time.
bench-quick:
	$(PYTHON) benchmarks/quick.py
