# Every target sets up what it needs in .venv first; nothing outside this folder is changed.
# PYTHON=python3.12 names the Python; without it set-up takes one that the lock is proven for.
PYTHON ?=
BIN := .venv/bin
OUT ?= demo-out
JOBS ?= auto
# For each worker.
LONG_SECONDS ?= 120
# A file's tests stay on one worker, so that what they share is made once.
PYTEST := QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(JOBS) --dist loadfile

.PHONY: demo test test-long test-long-part check screens bench package lock clean

demo: .venv/ready
	@sh packaging/system-libraries.sh
	$(BIN)/python -m ati_desktop demo --out $(OUT)

test: check
	$(PYTEST)

# Also what is long by nature: many kills, second seeds, large audits.
test-long: check
	ATI_LONG=1 $(PYTEST)

# The long tests only, as many of them as there is time for: others in each run.
test-long-part: .venv/ready
	ATI_LONG=1 $(PYTEST) -m "long or long_in_part" --long-for $(LONG_SECONDS)

check: .venv/ready
	@sh packaging/system-libraries.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python packaging/lock_check.py

screens: .venv/ready
	@sh packaging/system-libraries.sh
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m ati_desktop demo --out $(OUT) --no-window
	@mkdir -p docs/pictures
	@for room in participants person-consents evaluation; do \
	    cp $(OUT)/screens/$$room-1440-light.png docs/pictures/$$room.png; done
	@echo "Look at $(OUT)/screens; three of them are in docs/pictures."

bench: .venv/ready
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m benchmarks

package:
	@echo "There is no installer yet: it comes with a later release. Run the program from this" \
	      "folder with $(BIN)/python -m ati_desktop; README.md says how to install it elsewhere." >&2
	@exit 1

# After a change of dependencies in pyproject.toml; needs the network.
lock: .venv/ready
	@sh packaging/lock.sh

clean:
	rm -rf .venv demo-out build dist

.venv/ready: packaging/lock-dev.txt pyproject.toml packaging/set-up.sh
	@PYTHON="$(PYTHON)" sh packaging/set-up.sh
