# SPDX-License-Identifier: EUPL-1.2
man_pages += $(sort $(wildcard man/*.[1357]))
man_sections := 1 3 5 7

install_dirs += $(man_sections:%=$(MANDIR)/man%)
uninstall_more += $(foreach page,$(man_pages),$(MANDIR)/man$(subst .,,$(suffix $(page)))/$(notdir $(page)))
install_more += $(foreach page,$(man_pages),install -m 644 $(page) '$(DESTDIR)$(MANDIR)/man$(subst .,,$(suffix $(page)))';)
