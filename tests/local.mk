# SPDX-License-Identifier: EUPL-1.2
# Three levels: units (with private headers, static library), the public interface (header and .so only), and the programs in a shell.
unit_tests := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/unit/test_*.c)))
api_tests  := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/api/test_*.c)))
cli_tests  := $(sort $(wildcard tests/cli/*.bats))

# Rendering belongs to the programs, so its test needs their objects beside the library.
$(BUILD)/tests/unit/test_render: tested_objects := $(filter $(BUILD)/cmd/render/%,$(common_objects))
$(BUILD)/tests/unit/test_render: $(filter $(BUILD)/cmd/render/%,$(common_objects))

$(unit_tests): $(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(static_library)
	$(CC) $(hvk_ldflags) -pie -o $@ $< $(tested_objects) $(static_library) -lcmocka $(hvk_libs)
$(api_tests): $(BUILD)/tests/api/%: $(BUILD)/tests/api/%.o $(shared_library)
	$(CC) $(hvk_ldflags) -pie -o $@ $< -L$(BUILD) -lhvk -lcmocka '-Wl,-rpath,$$ORIGIN/../..'

# Measuring.
$(BUILD)/tests/bench/generate: $(BUILD)/tests/bench/generate.o
	$(CC) $(hvk_ldflags) -pie -o $@ $<
$(BUILD)/tests/bench/insert: $(BUILD)/tests/bench/insert.o
	$(CC) $(hvk_ldflags) -pie -o $@ $< -lsqlite3
