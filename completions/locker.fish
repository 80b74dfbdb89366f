# Completion of locker for fish. It asks the program itself: locker __complete WORD...

function __locker_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in (command $words[1] __complete $words[2..-1] "$current" 2>/dev/null)
        if test "$line" = :files
            set -l option (string match -r '^--[^=]*=' -- "$current")
            for file in (__fish_complete_path (string replace -r '^--[^=]*=' '' -- "$current"))
                echo "$option$file"
            end
        else
            echo $line
        end
    end
end

complete -c locker -f -a '(__locker_complete)'
