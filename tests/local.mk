# SPDX-License-Identifier: EUPL-1.2
# Four levels: units (with private headers, static library), the public interface (header and .so only), failures
# underneath, and the programs in a shell. Beside them tests/lp: what is published, audited with integer programs.
unit_tests := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/unit/test_*.c)))
api_tests  := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/api/test_*.c)))
# The main of fuzz targets that only run what they are given.
fuzz_main ?= $(BUILD)/tests/fuzz/main.o
audit_programs := $(BUILD)/tests/bench/protect $(BUILD)/tests/bench/protect-tables
fault_tests := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/fault/test_*.c)))
cli_tests  := $(sort $(wildcard tests/cli/*.bats))

# Rendering belongs to the programs, so its tests need their objects beside the library.
render_tests := $(BUILD)/tests/unit/test_render $(BUILD)/tests/unit/test_render_ics $(BUILD)/tests/unit/test_render_svg \
                $(BUILD)/tests/unit/test_render_xlsx
$(render_tests): tested_objects = $(filter $(BUILD)/cmd/render/%,$(common_objects)) $(cmd_libs)
$(render_tests): $(filter $(BUILD)/cmd/render/%,$(common_objects))

$(unit_tests): $(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(static_library)
	$(CC) $(hvk_ldflags) -pie -o $@ $< $(tested_objects) $(static_library) -lcmocka $(hvk_libs)
$(api_tests): $(BUILD)/tests/api/%: $(BUILD)/tests/api/%.o $(shared_library)
	$(CC) $(hvk_ldflags) -pie -o $@ $< -L$(BUILD) -lhvk -lcmocka '-Wl,-rpath,$$ORIGIN/../..'

# What happens when things fail underneath: allocations go through tests/fault/faults.c.
wrapped := malloc calloc realloc aligned_alloc strdup strndup asprintf vasprintf __asprintf_chk __vasprintf_chk \
           utf8proc_map csv_init pthread_create
$(fault_tests): $(BUILD)/tests/fault/%: $(BUILD)/tests/fault/%.o $(BUILD)/tests/fault/faults.o $(static_library)
	$(CC) $(hvk_ldflags) -pie $(wrapped:%=-Wl,--wrap=%) -o $@ $< $(BUILD)/tests/fault/faults.o $(static_library) \
	  -lcmocka $(hvk_libs)

# Fuzz targets. Each is built with a plain main and run over its seeds, so that it does not rot; 'make fuzz' searches.
fuzz_tests := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
$(fuzz_tests): $(BUILD)/tests/fuzz/%: $(BUILD)/tests/fuzz/%.o $(filter %.o,$(fuzz_main)) $(static_library)
	$(CC) $(hvk_ldflags) -pie -o $@ $< $(fuzz_main) $(static_library) $(hvk_libs)

FUZZ_SECONDS ?= 30
.PHONY: fuzz fuzz_programs
fuzz_programs: $(fuzz_tests)
fuzz: deps
	@$(MAKE) --no-print-directory BUILD=$(BUILD)-fuzz CC=clang HARDENING= CFLAGS='-O1 -g' fuzz_main=-fsanitize=fuzzer \
	  SANITIZE='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' fuzz_programs
	@tests/fuzz/run.sh --search $(FUZZ_SECONDS) $(BUILD)-fuzz

# Measuring.
$(BUILD)/tests/bench/generate $(BUILD)/tests/bench/registry $(BUILD)/tests/bench/protect-tables: %: %.o
	$(CC) $(hvk_ldflags) -pie -o $@ $<
$(BUILD)/tests/bench/protect: $(BUILD)/tests/bench/protect.o $(static_library)
	$(CC) $(hvk_ldflags) -pie -o $@ $^ $(hvk_libs)
$(BUILD)/tests/bench/insert: $(BUILD)/tests/bench/insert.o
	$(CC) $(hvk_ldflags) -pie -o $@ $< -lsqlite3

# The programs under other locales.
.PHONY: check-locales
check-locales: deps
	@$(MAKE) --no-print-directory all
	@tests/locales.sh $(BUILD)
