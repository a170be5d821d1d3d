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
packages := sqlite3 libutf8proc libxxhash

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
generated :=
programs :=
cmd_sources :=
unit_tests :=
api_tests :=
man_pages :=
clean_files :=

include lib/local.mk cmd/local.mk man/local.mk completions/local.mk tests/local.mk

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

.PHONY: all clean help
all: $(library_files) $(program_files)

clean:
	rm -rf $(BUILD) $(clean_files)

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | sed -n '2,7p'
	@printf '%s\n' '' 'targets:  all deps demo check check-asan check-valgrind lint bench install uninstall dist clean' \
	  'settings: PREFIX DESTDIR BINDIR LIBDIR INCLUDEDIR MANDIR DATADIR BUILD CC BUILD_CC CFLAGS LDFLAGS WERROR=1 SANITIZE'
