# SPDX-License-Identifier: EUPL-1.2
lib_sources += $(sort $(wildcard lib/core/*.c lib/tabular/*.c lib/store/*.c lib/record/*.c lib/network/*.c lib/agenda/*.c \
                 lib/register/*.c lib/statistics/*.c)) \
               lib/reference/gemeente.c
lib_objects := $(lib_sources:%.c=$(BUILD)/%.o) $(BUILD)/lib/reference/tables.o

soname := libhvk.so.0
shared_library := $(BUILD)/libhvk.so.$(VERSION)
static_library := $(BUILD)/libhvk.a
library_files  := $(shared_library) $(static_library)

# The reference data becomes C tables by a program of our own, built for this machine.
reference_data := $(wildcard lib/reference/data/*.csv)
$(BUILD)/lib/reference/generate: lib/reference/generate.c lib/core/text.c lib/core/memory.c lib/core/date.c \
                                 lib/core/error.c $(wildcard lib/*.h lib/core/*.h lib/reference/*.h)
	@mkdir -p $(@D)
	$(BUILD_CC) $(hvk_cppflags) -std=gnu11 -O1 -o $@ $(filter %.c,$^) -lutf8proc
$(BUILD)/lib/reference/tables.c: $(BUILD)/lib/reference/generate $(reference_data)
	$< lib/reference/data > $@
$(BUILD)/lib/reference/tables.o: $(BUILD)/lib/reference/tables.c
	$(CC) $(hvk_cppflags) $(hvk_cflags) -fPIC -MMD -MP -c -o $@ $<

# The schema is kept as SQL and compiled in as strings: schema_sql of schema.sql, registry_sql of registry.sql,
# deliveries_sql of deliveries.sql, publications_sql of publications.sql, agenda_sql of agenda.sql.
$(BUILD)/lib/store/%.h: lib/store/%.sql
	@mkdir -p $(@D)
	{ echo '/* made from $< */'; echo 'static const char $*_sql[] ='; \
	  sed -e 's/--.*//' -e 's/[\\"]/\\&/g' -e 's/[[:blank:]]*$$//' -e '/^$$/d' -e 's/.*/"&\\n"/' $<; \
	  echo ';'; } > $@
$(BUILD)/lib/store/schema.o: $(addprefix $(BUILD)/lib/store/,schema.h registry.h deliveries.h publications.h agenda.h)

$(shared_library): $(lib_objects) lib/libhvk.map
	$(CC) $(hvk_ldflags) -shared -Wl,-soname,$(soname) -Wl,--version-script=lib/libhvk.map \
	  -Wl,--no-undefined-version -Wl,-z,defs -o $@ $(lib_objects) $(hvk_libs)
	ln -sf $(@F) $(BUILD)/$(soname)
	ln -sf $(@F) $(BUILD)/libhvk.so
$(static_library): $(lib_objects)
	rm -f $@
	$(AR) rcs $@ $^
