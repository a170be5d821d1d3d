# SPDX-License-Identifier: EUPL-1.2
# fish completion for the hvk programs. The programs know their own options and values: --complete asks them.

function __hvk_complete
    set -l words (commandline --tokenize --current-process --cut-at-cursor) (commandline --current-token --cut-at-cursor)
    set -l candidates ($words[1] --complete $words[2..-1] 2>/dev/null)
    switch "$candidates[1]"
        case ':file'
            __fish_complete_path (commandline --current-token)
        case ':directory'
            __fish_complete_directories (commandline --current-token)
        case '*'
            printf '%s\n' $candidates
    end
end

for program in hvk-register hvk-report hvk-admin
    complete --command $program --no-files --arguments '(__hvk_complete)'
end
