# SPDX-License-Identifier: EUPL-1.2
# Each shell finds completions by program name; bash and fish load one file per program, zsh one for all. Which programs
# there are is filled in here.
bash_dir := $(DATADIR)/bash-completion/completions
zsh_dir  := $(DATADIR)/zsh/site-functions
fish_dir := $(DATADIR)/fish/vendor_completions.d

completion_files := $(addprefix $(BUILD)/completions/,_hvk hvk.bash hvk.fish)
$(completion_files): $(BUILD)/completions/%: completions/% cmd/local.mk
	@mkdir -p $(@D)
	sed 's/@PROGRAMS@/$(programs)/' $< > $@
all: $(completion_files)

install_dirs += $(bash_dir) $(zsh_dir) $(fish_dir)
install_more += install -m 644 $(BUILD)/completions/_hvk '$(DESTDIR)$(zsh_dir)'; \
  $(foreach program,$(programs),install -m 644 $(BUILD)/completions/hvk.bash '$(DESTDIR)$(bash_dir)/$(program)'; \
  install -m 644 $(BUILD)/completions/hvk.fish '$(DESTDIR)$(fish_dir)/$(program).fish';)
uninstall_more += $(zsh_dir)/_hvk $(programs:%=$(bash_dir)/%) $(programs:%=$(fish_dir)/%.fish)
