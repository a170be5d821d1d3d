# SPDX-License-Identifier: EUPL-1.2
# Messages in other languages: lib/po/LANGUAGE.po becomes BUILD/locale/LANGUAGE/LC_MESSAGES/hvk.mo, where the programs of
# a build tree look, and share/locale once installed.
languages := $(patsubst lib/po/%.po,%,$(wildcard lib/po/*.po))
catalogue = locale/$(1)/LC_MESSAGES/hvk.mo

catalogues := $(foreach language,$(languages),$(BUILD)/$(call catalogue,$(language)))
$(catalogues): $(BUILD)/locale/%/LC_MESSAGES/hvk.mo: lib/po/%.po
	@mkdir -p $(@D)
	msgfmt --check --output-file=$@ $<
all: $(catalogues)

# What the sources and the programs say now, and what of that still waits for its translation.
.PHONY: po-update
$(BUILD)/hvk.pot: all
	lib/po/extract.sh $(BUILD) $(programs) > $@
po-update: $(BUILD)/hvk.pot
	set -e; for language in $(languages); do \
	  msgmerge --quiet --update --backup=none --no-fuzzy-matching --sort-output "lib/po/$$language.po" $(BUILD)/hvk.pot; \
	  msgattrib --no-obsolete --output-file="lib/po/$$language.po" "lib/po/$$language.po"; \
	  msgattrib --untranslated "lib/po/$$language.po"; done

install_dirs += $(foreach language,$(languages),$(DATADIR)/$(dir $(call catalogue,$(language))))
install_more += $(foreach language,$(languages),install -m 644 $(BUILD)/$(call catalogue,$(language)) \
  '$(DESTDIR)$(DATADIR)/$(call catalogue,$(language))';)
uninstall_more += $(foreach language,$(languages),$(DATADIR)/$(call catalogue,$(language)))
