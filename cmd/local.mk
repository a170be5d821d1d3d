# SPDX-License-Identifier: EUPL-1.2
programs += hvk-partner hvk-register hvk-refer hvk-report hvk-agenda hvk-admin
program_files := $(programs:%=$(BUILD)/%)
common_sources := $(sort $(wildcard cmd/common/*.c cmd/render/*.c))
common_objects := $(common_sources:%.c=$(BUILD)/%.o)

# Every format is in every program; what writing workbooks costs at a start is a twentieth of it.
cmd_libs = $(shell $(PKG_CONFIG) --libs xlsxwriter libzip libmd) -lm

# A program whose verbs have grown has files of its own: hvk-report is hvk-report.c and report-*.c.
verb_objects = $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard cmd/$(1)-*.c)))
$(foreach program,$(programs),$(eval $(BUILD)/$(program): $(call verb_objects,$(program:hvk-%=%))))

# Found beside the library in the build tree and in ../lib once installed, wherever that is.
$(program_files): $(BUILD)/%: $(BUILD)/cmd/%.o $(common_objects) $(shared_library)
	$(CC) $(hvk_ldflags) -pie -o $@ $(filter %.o,$^) -L$(BUILD) -lhvk $(cmd_libs) \
	  '-Wl,-rpath,$$ORIGIN:$$ORIGIN/../lib'
