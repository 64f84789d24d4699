# dateline: a short front to Meson and Ninja. `make` builds build/dateline.
BUILD ?= build
CC ?= gcc

.PHONY: all setup demo test check asan tsan fuzz bench format install clean help

all: setup $(BUILD)/build.ninja
	@ninja -C $(BUILD) --quiet
	@tools/gazetteer.sh $(BUILD)

setup:
	@tools/setup.sh

$(BUILD)/build.ninja: | setup
	@meson setup $(BUILD) $(MESONFLAGS) >$(BUILD).log 2>&1 || { tail -n 20 $(BUILD).log; exit 2; }

demo: all ## the main job on examples/, printed
	@tools/demo.sh $(BUILD)/dateline

test: all ## all tests; the last line is the count
	@tools/test.sh $(BUILD)

check: ## what CI runs, under gcc and clang with sanitizers as well
	@tools/check.sh

asan: setup
	@tools/variant.sh build-asan gcc address,undefined

tsan: setup
	@tools/variant.sh build-tsan gcc thread

fuzz: setup ## every fuzz target for FUZZ_SECONDS (60)
	@tools/fuzz.sh

bench: all ## a table per stage
	@bench/run.sh $(BUILD)/dateline

format:
	@git ls-files '*.c' '*.h' | xargs clang-format -i

install: all
	@meson install -C $(BUILD)

clean:
	rm -rf build build-* 

help:
	@sed -n 's/^\([a-z]*\):.*## /make \1 - /p' Makefile
