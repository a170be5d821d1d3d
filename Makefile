# SPDX-License-Identifier: EUPL-1.2
# One non-recursive build for GNU make. Each folder's local.mk names its own files.
#
#   make            build everything into build/
#   make demo       install what is needed, build, run the main job on sample data
#   make check      install what is needed, build, run all tests
#   make help       all targets and settings

VERSION := 0.1.0

# --- settings a user may give -------------------------------------------------
PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
LIBDIR  ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR  ?= $(PREFIX)/share/man
DATADIR ?= $(PREFIX)/share
DESTDIR ?=
BUILD   ?= build
CC      ?= cc
BUILD_CC ?= $(CC)
CFLAGS  ?= -O2 -g
PKG_CONFIG ?= pkg-config
WERROR  ?= 0

# --- flags the project needs --------------------------------------------------
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
            -Wwrite-strings -Wundef -Wvla -Wformat=2 -Wcast-qual
ifeq ($(WERROR),1)
WARNINGS += -Werror
endif
HARDENING ?= -fstack-protector-strong -D_FORTIFY_SOURCE=2
HARDENING_LINK ?= -Wl,-z,relro,-z,now
SANITIZE ?=
packages := sqlite3 libutf8proc libxxhash libzip

hvk_cppflags := -Ilib -Icmd -I$(BUILD)/lib -D_GNU_SOURCE $(CPPFLAGS)
hvk_cflags   := -std=gnu11 -fvisibility=hidden -pthread $(WARNINGS) $(HARDENING) $(CFLAGS) $(SANITIZE)
hvk_ldflags  := $(HARDENING_LINK) $(LDFLAGS) $(SANITIZE) -pthread
hvk_libs      = $(shell $(PKG_CONFIG) --libs $(packages)) -lcsv -lm

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

# Filled in by the local.mk files.
lib_sources :=
programs :=
unit_tests :=
api_tests :=
man_pages :=
install_dirs :=
install_more :=
uninstall_more :=

include lib/local.mk lib/po/local.mk cmd/local.mk man/local.mk completions/local.mk tests/local.mk

# --- compiling ----------------------------------------------------------------
# Library objects are position independent; programs are position independent executables.
$(BUILD)/lib/%.o: lib/%.c
	@mkdir -p $(@D)
	$(CC) $(hvk_cppflags) $(hvk_cflags) -fPIC -MMD -MP -c -o $@ $<

$(BUILD)/cmd/%.o: cmd/%.c
	@mkdir -p $(@D)
	$(CC) $(hvk_cppflags) $(hvk_cflags) -fPIE -MMD -MP -c -o $@ $<

$(BUILD)/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	$(CC) $(hvk_cppflags) -Itests $(hvk_cflags) -fPIE -MMD -MP -c -o $@ $<

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

.PHONY: all deps deps-browser demo check check-browser picture check-asan check-valgrind lint bench install \
        uninstall dist clean help
all: $(library_files) $(program_files)

# --- dependencies -------------------------------------------------------------
# deps.sh knows what is needed and installs only what is missing.
deps:
	@tests/deps.sh

# --- the main job on sample data ----------------------------------------------
# Dependencies first: what is included from pkg-config has to be there before the rest is read.
demo: deps
	@$(MAKE) --no-print-directory all
	@tests/demo.sh $(BUILD)

# --- tests --------------------------------------------------------------------
check: deps
	@$(MAKE) --no-print-directory all tests
	@echo 'browser tests: not run; make check-browser runs them'
	@tests/run.sh $(BUILD)

# The same with AddressSanitizer and UndefinedBehaviorSanitizer, in a folder of its own.
sanitizers := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
check-asan: deps
	@$(MAKE) --no-print-directory BUILD=$(BUILD)-asan HARDENING= CFLAGS='-O1 -g' SANITIZE='$(sanitizers)' all tests
	@HVK_SANITIZED=1 tests/run.sh $(BUILD)-asan

# The heart of the unit tests under valgrind: what sanitizers do not see is reading uninitialised memory.
check-valgrind: deps
	@$(MAKE) --no-print-directory all tests
	@tests/run.sh --valgrind $(BUILD)

.PHONY: tests
tests: $(unit_tests) $(api_tests) $(fault_tests) $(fuzz_tests) $(audit_programs)

# Reports in a browser and in an office suite. They need half a gigabyte, so 'check' does without.
deps-browser:
	@tests/deps.sh browser
	@$(MAKE) --no-print-directory $(BUILD)/browser/installed
$(BUILD)/browser/installed: tests/browser/package.json
	@mkdir -p $(@D)
	cp $< $(@D)
	npm --prefix $(@D) install --no-package-lock --no-audit --no-fund --ignore-scripts --silent
	@touch $@

check-browser: deps-browser
	@$(MAKE) --no-print-directory all
	@tests/browser/run.sh $(BUILD)

# The README's picture, when reports look different.
picture: deps-browser
	@$(MAKE) --no-print-directory all
	@tests/browser/picture.sh $(BUILD)

bench: deps
	@$(MAKE) --no-print-directory all $(addprefix $(BUILD)/tests/bench/,generate registry insert protect protect-tables)
	@tests/bench/protect.sh $(BUILD)
	@tests/bench/network.sh $(BUILD)
	@tests/bench/reports.sh $(BUILD)
	@tests/bench/run.sh $(BUILD)

# --- style --------------------------------------------------------------------
c_files = $(filter-out $(BUILD)%,$(shell find lib cmd tests -name '*.c'))
shell_files = $(shell find lib tests completions .ci -name '*.sh') .ci/run completions/hvk.bash
lint: deps
	@$(MAKE) --no-print-directory all
	cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,performance,portability --inline-suppr \
	  --suppress=missingIncludeSystem -D_GNU_SOURCE -Ilib -Icmd -I$(BUILD)/lib -j2 lib cmd
	printf '%s\n' $(filter lib/% cmd/%,$(c_files)) | xargs -P "$$(nproc)" -I{} \
	  clang-tidy --quiet --warnings-as-errors='*' {} -- -std=gnu11 $(hvk_cppflags) 2>/dev/null
	shellcheck $(shell_files)
	for page in $(man_pages); do mandoc -Tlint -Wwarning "$$page" || exit 1; done

# --- installing ---------------------------------------------------------------
install: all
	install -d '$(DESTDIR)$(BINDIR)' '$(DESTDIR)$(LIBDIR)/pkgconfig' '$(DESTDIR)$(INCLUDEDIR)' \
	  '$(DESTDIR)$(DATADIR)/doc/hvk' $(install_dirs:%='$(DESTDIR)%')
	install -m 755 $(program_files) '$(DESTDIR)$(BINDIR)'
	install -m 755 $(shared_library) '$(DESTDIR)$(LIBDIR)'
	ln -sf $(notdir $(shared_library)) '$(DESTDIR)$(LIBDIR)/$(soname)'
	ln -sf $(soname) '$(DESTDIR)$(LIBDIR)/libhvk.so'
	install -m 644 $(static_library) '$(DESTDIR)$(LIBDIR)'
	install -m 644 lib/hvk.h '$(DESTDIR)$(INCLUDEDIR)'
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' \
	  -e 's|@VERSION@|$(VERSION)|' lib/libhvk.pc.in > '$(DESTDIR)$(LIBDIR)/pkgconfig/libhvk.pc'
	install -m 644 LICENSE README.md lib/reference/data/SOURCES.md '$(DESTDIR)$(DATADIR)/doc/hvk'
	@set -e; $(install_more)

uninstall:
	rm -f $(programs:%='$(DESTDIR)$(BINDIR)/%') '$(DESTDIR)$(LIBDIR)/$(notdir $(shared_library))' \
	  '$(DESTDIR)$(LIBDIR)/$(soname)' '$(DESTDIR)$(LIBDIR)/libhvk.so' '$(DESTDIR)$(LIBDIR)/libhvk.a' \
	  '$(DESTDIR)$(LIBDIR)/pkgconfig/libhvk.pc' '$(DESTDIR)$(INCLUDEDIR)/hvk.h' $(uninstall_more:%='$(DESTDIR)%')
	rm -rf '$(DESTDIR)$(DATADIR)/doc/hvk'

# The tree as it is committed.
dist:
	@mkdir -p $(BUILD)
	git archive --prefix=hvk-$(VERSION)/ -o $(BUILD)/hvk-$(VERSION).tar.gz HEAD
	@echo $(BUILD)/hvk-$(VERSION).tar.gz

clean:
	rm -rf $(BUILD) $(BUILD)-asan $(BUILD)-fuzz

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | sed -n '2,7p'
	@printf '%s\n' '' 'targets:  all deps demo check deps-browser check-browser check-asan check-valgrind fuzz lint bench install' \
	  '          uninstall dist clean check-locales po-update picture' \
	  'settings: PREFIX DESTDIR BINDIR LIBDIR INCLUDEDIR MANDIR DATADIR BUILD CC BUILD_CC CFLAGS LDFLAGS WERROR=1 SANITIZE'
