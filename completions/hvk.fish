# SPDX-License-Identifier: EUPL-1.2
# fish completion for the hvk programs. The programs know their own options and values: --complete asks them.

function __hvk_complete
    set -l words (commandline --tokenize --current-process --cut-at-cursor) (commandline --current-token --cut-at-cursor)
    set -l candidates ($words[1] --complete $words[2..-1] 2>/dev/null)
    switch "$candidates[1]"
        case ':file' ':directory'
            # What stands before the path in --name=path or name=path belongs to the word.
            set -l option (string match --regex -- '^[^=/]*=' $words[-1]; or echo)
            set -l typed (string sub --start (math (string length -- "$option") + 1) -- "$words[-1]")
            if test $candidates[1] = ':file'
                printf '%s\n' $option(__fish_complete_path $typed)
            else
                printf '%s\n' $option(__fish_complete_directories $typed)
            end
        case '*'
            printf '%s\n' $candidates
    end
end

for program in @PROGRAMS@
    complete --command $program --no-files --arguments '(__hvk_complete)'
end
