# Makefile - builds, tests and installs whelk.  `make help` lists what it can do.
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Everything that is made goes to build/, in a directory for each variant (release, debug, with or
# without Readline), so that going from one to another rebuilds nothing that is still right; only
# the finished program is copied to ./whelk.

VERSION := 0.1

# What a user may set: make CC=clang CFLAGS=-march=native PREFIX=$HOME/.local READLINE=no LTO=no V=1
PREFIX    ?= /usr/local
BINDIR    ?= $(PREFIX)/bin
MANDIR    ?= $(PREFIX)/share/man
DOCDIR    ?= $(PREFIX)/share/doc/whelk
INSTALL   ?= install

# --- variants ----------------------------------------------------------------------------------

ifdef SAN
VARIANT := debug
else
VARIANT ?= release
endif

# Readline is used where it is found, unless READLINE=no.
find_lib = $(wildcard $(shell $(CC) -print-file-name=lib$(1) 2>/dev/null))
ifndef READLINE
READLINE := $(if $(call find_lib,readline.a)$(call find_lib,readline.so),yes,no)
endif

B := build/$(VARIANT)$(if $(filter no,$(READLINE)),-plain)

# --- flags -------------------------------------------------------------------------------------

cppflags = -D_GNU_SOURCE -DWHELK_VERSION='"$(VERSION)"' -Isrc -I.
cflags   = -std=gnu11 -g -pthread $(warnings)
warnings = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wswitch \
           -Wimplicit-fallthrough -Wunused-result -Wpointer-arith -Wwrite-strings -Wundef

# A fixed address, and no dynamic Readline: each costs every script that starts.  Measured as the
# time to start and end a program that does nothing, relative to dash from the distribution
# (x86-64, glibc 2.36, medians of 1,500, interleaved):
#
#	everything dynamic, PIE              1.13
#	dynamic Readline, no PIE             1.11
#	static Readline, PIE                 0.92
#	static Readline, no PIE              0.88   <- this one
#	the same without RELRO               0.85   gives up a protection for very little
#	-z now instead of lazy binding       0.88   no slower, and a fork is faster by ten page
#	                                            faults: subshells find no symbols again
#	all static                           0.71   see below
#
# All static is not the default: with glibc, ~user would need exactly the C library of the build
# at run time (NSS), and locales other than UTF-8 its converters.  Where that is known to be
# fine, or with musl: make LDFLAGS=-static.
ifeq ($(VARIANT),debug)
cflags  += -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
ldflags  = -fsanitize=address,undefined
else
cflags  += -O2 -fno-pie
ldflags  = -no-pie -Wl,-O1 -Wl,-z,now -Wl,--as-needed
# Link-time optimisation where the compiler is GCC and has it.  (Clang needs a plugin or another
# linker for it.)  Objects hold machine code too, so that unit tests need not wait for it.
ifndef LTO
LTO     := $(if $(wildcard $(shell $(CC) -print-prog-name=lto1 2>/dev/null)),yes,no)
endif
ifeq ($(LTO),yes)
cflags  += -flto=auto -ffat-lto-objects
endif
endif

ifeq ($(VARIANT),lint)
cflags  += -Werror
endif

# libreadline.a needs a terminal library: libtinfo, or the libncurses that contains it.
ifeq ($(READLINE),no)
cppflags += -DNO_READLINE
else
terminal := $(firstword $(foreach lib,tinfo ncursesw ncurses,$(call find_lib,$(lib).a)))
libs     := $(and $(call find_lib,readline.a),$(terminal),$(call find_lib,readline.a) $(terminal))
libs     := $(or $(libs),-lreadline)
endif

# What the user gives comes last and wins.
compile = $(CC) $(cppflags) $(CPPFLAGS) $(cflags) $(CFLAGS)
link    = $(CC) $(cflags) $(CFLAGS) $(ldflags) $(LDFLAGS)

# --- files -------------------------------------------------------------------------------------

sources   := $(sort $(wildcard src/*/*.c builtins/*.c))
headers   := $(sort $(wildcard src/*/*.h builtins/*.h tests/unit/*.h))
objects   := $(sources:%.c=$(B)/%.o)
main      := $(B)/src/main.o
units     := $(sort $(wildcard tests/unit/*_test.c))
unit_bins := $(units:tests/unit/%.c=$(B)/unit/%)
tools     := $(sort $(wildcard tests/tools/*.c))
tool_bins := $(tools:tests/tools/%.c=$(B)/tools/%)
man_pages := $(sort $(wildcard man/*.[1-8]))
scripts   := $(wildcard scripts/* .ci/run tests/include-graph tests/helper.bash examples/*.whelk)

ifdef V
say = @:
else
say = @printf '  %-5s %s\n'
.SILENT:
endif

# --- the program -------------------------------------------------------------------------------

.PHONY: all
all: whelk

# Copied only if it differs: the variant built last is the one that stays, whatever the times say.
# A running whelk keeps its own file, hence the rename.
whelk: $(B)/whelk FORCE
	cmp -s $< $@ || { cp $< $@.new && mv -f $@.new $@; }

$(B)/whelk: $(main) $(objects)
	$(say) LINK $@
	+$(link) -o $@ $^ $(libs) $(LIBS)

$(B)/%.o: %.c $(B)/flags
	$(say) CC $<
	mkdir -p $(@D)
	$(compile) -MMD -MP -c -o $@ $<

# Unit tests are linked with the whole shell but its main().
$(B)/unit/%: tests/unit/%.c $(objects) $(B)/flags
	$(say) UNIT $<
	mkdir -p $(@D)
	$(compile) -Wno-write-strings -fno-lto -MMD -MP -MF $@.d -MT $@ \
		$(ldflags) $(LDFLAGS) -o $@ $< $(objects) $(libs) $(LIBS)

# Helpers of the tests (a pseudo-terminal, a measuring stick): programs of one file.
$(B)/tools/%: tests/tools/%.c $(B)/flags
	$(say) TOOL $<
	mkdir -p $(@D)
	$(compile) -fno-lto -MMD -MP -MF $@.d -MT $@ $(ldflags) $(LDFLAGS) -o $@ $<

# Touched when the compiler or a flag is no longer the same.
$(B)/flags: FORCE
	mkdir -p $(@D)
	printf '%s\n' '$(subst ','\'',$(compile) | $(link) $(libs) $(LIBS))' | cmp -s - $@ || \
		printf '%s\n' '$(subst ','\'',$(compile) | $(link) $(libs) $(LIBS))' >$@

FORCE:

-include $(objects:.o=.d) $(main:.o=.d) $(unit_bins:=.d) $(tool_bins:=.d)

# Compiles everything and links nothing.
.PHONY: objects
objects: $(objects) $(main)

# ASan and UBSan.  Beside ./whelk, not instead of it.
.PHONY: debug
debug:
	+$(MAKE) --no-print-directory VARIANT=debug build/debug$(if $(filter no,$(READLINE)),-plain)/whelk
	$(say) DONE build/debug$(if $(filter no,$(READLINE)),-plain)/whelk

# --- the two commands of a newcomer ------------------------------------------------------------

# A make of its own, on all processors unless the user said how many.
again = $(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,$(jobs))
jobs  = -j$(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

# What is missing is looked for again after it was installed, hence the second make.
.PHONY: run
run:
	scripts/deps build
	+$(again) whelk
	if [ -t 0 ] && [ -t 1 ]; then exec ./whelk --welcome; else exec ./whelk examples/tour.whelk; fi

.PHONY: check
check:
	scripts/deps build check system $(if $(SAN),sanitize)
	+$(again) check-built

.PHONY: check-built
check-built: $(if $(SAN),$(B)/whelk,whelk) $(unit_bins) $(tool_bins)
	WHELK='$(CURDIR)/$(if $(SAN),$(B)/whelk,whelk)' BUILD='$(B)' SAN='$(SAN)' \
		scripts/check $(TESTS)

# The suites that any POSIX shell must pass: make check-posix SHELL_UNDER_TEST='bash --posix'
.PHONY: check-posix
check-posix:
ifdef SHELL_UNDER_TEST
	scripts/deps check
else
	scripts/deps build check
	+$(again) whelk
endif
	WHELK='$(CURDIR)/whelk' BUILD='$(B)' SHELL_UNDER_TEST='$(SHELL_UNDER_TEST)' \
		scripts/check tests/posix/*.bats

.PHONY: lint
lint:
	scripts/deps build lint
	+$(again) VARIANT=lint objects
	scripts/lint

# Repairs what `make lint` says of formatting.
.PHONY: format
format:
	find src builtins tests -name '*.[ch]' -exec clang-format -i {} +

.PHONY: bench bench-ipc
bench: whelk
	tests/bench/run $(BENCH)
	tests/bench/ipc/run $(BENCH_IPC)

bench-ipc: whelk
	tests/bench/ipc/run $(BENCH_IPC)

# --- installing --------------------------------------------------------------------------------

.PHONY: install
install: whelk
	$(INSTALL) -d '$(DESTDIR)$(BINDIR)'
	$(INSTALL) -m 755 whelk '$(DESTDIR)$(BINDIR)/whelk'
	$(INSTALL) -d '$(DESTDIR)$(DOCDIR)/examples'
	$(INSTALL) -m 644 README.md CHANGELOG.md '$(DESTDIR)$(DOCDIR)'
	$(INSTALL) -m 755 examples/*.whelk '$(DESTDIR)$(DOCDIR)/examples'
	for page in $(man_pages); do \
		dir='$(DESTDIR)$(MANDIR)'/man$${page##*.}; \
		$(INSTALL) -d "$$dir" && $(INSTALL) -m 644 "$$page" "$$dir" || exit; \
	done

.PHONY: uninstall
uninstall:
	rm -f '$(DESTDIR)$(BINDIR)/whelk'
	rm -rf '$(DESTDIR)$(DOCDIR)'
	for page in $(man_pages); do \
		rm -f '$(DESTDIR)$(MANDIR)'/man$${page##*.}/$${page##*/} || exit; \
	done

.PHONY: clean
clean:
	rm -rf build whelk whelk.new

.PHONY: help
help:
	printf '%s\n' \
		'make              build ./whelk, optimised' \
		'make run          install what the build lacks, build, start whelk (no terminal: the tour)' \
		'make check        install what the tests lack, build, run all tests' \
		'make check SAN=1  the same with the address and undefined-behaviour sanitizers' \
		'make check TESTS="tests/posix/redirection.bats"' \
		'make check-posix SHELL_UNDER_TEST=dash' \
		'                  the POSIX suites under another shell' \
		'make debug        build/debug/whelk, with the sanitizers' \
		'make lint         formatting, static analysis, the include graph, a build with -Werror' \
		'make format       repair the formatting' \
		'make bench        whelk beside the other shells of this machine (BENCH="--only NAME")' \
		'make bench-ipc    the part of it about jobs that work together (BENCH_IPC="--only NAME")' \
		'make install      to DESTDIR and PREFIX (/usr/local); make uninstall removes it' \
		'make clean        remove what was built' \
		'' \
		'Variables: CC, CFLAGS, LDFLAGS, READLINE=no (plain line input), LTO=no, V=1 (show commands),' \
		'DEPS=no (never install anything)'
