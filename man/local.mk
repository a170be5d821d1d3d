# SPDX-License-Identifier: EUPL-1.2
man_pages += $(sort $(wildcard man/*.[1357]))
man_sections := 1 3 5 7

# A page can be read under every name in its NAME section, by links: libhvk_store.3/hvk_store_open.3 and so on.
man_links := $(shell awk '/^\.Sh/ { names = $$2 == "NAME"; n = split(FILENAME, path, "/"); page = path[n] } \
  names && $$1 == ".Nm" && index(page, $$2 ".") != 1 { print page "/" $$2 substr(page, length(page) - 1) }' \
  $(man_pages))

man_folder = $(MANDIR)/man$(subst .,,$(suffix $(1)))
install_dirs += $(man_sections:%=$(MANDIR)/man%)
install_more += $(foreach page,$(man_pages),install -m 644 $(page) '$(DESTDIR)$(call man_folder,$(page))';)
install_more += $(foreach link,$(man_links),ln -sf $(patsubst %/,%,$(dir $(link))) \
  '$(DESTDIR)$(call man_folder,$(link))/$(notdir $(link))';)
uninstall_more += $(foreach page,$(man_pages) $(man_links),$(call man_folder,$(page))/$(notdir $(page)))

# What a timer runs, with the programs where they are installed.
examples := $(sort $(wildcard man/examples/*))
install_dirs += $(DATADIR)/doc/hvk/examples
install_more += $(foreach example,$(examples),sed 's|@BINDIR@|$(BINDIR)|' $(example) \
  > '$(DESTDIR)$(DATADIR)/doc/hvk/examples/$(notdir $(example))';)
