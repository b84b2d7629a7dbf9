# wiptui sense, for fish 3.5 and later: where commands are typed, for wiptui on this machine. It starts no program, and
# it writes nothing unless its log is there: wiptui sense on, wiptui sense off. WIPTUI_SENSE_OFF=1 keeps one shell out.
if status is-interactive; and not set -q _wiptui_sense_log; and not set -q WIPTUI_SENSE_OFF; and not set -q CLAUDECODE
    set -g _wiptui_sense_log @FOLDER@/$hostname.log
    set -g _wiptui_sense_next 0
    set -g _wiptui_sense_dir ''
    function _wiptui_sense --on-event fish_postexec
        set -l rc $status
        # fish has no clock, but it knows how old the root folder is, and when that was changed.
        set -l now (math (path mtime -- /) + (path mtime -R -- /))
        # A new folder, a minute later, or a failure; else there is nothing to tell.
        if test "$PWD" = "$_wiptui_sense_dir" -a $now -lt $_wiptui_sense_next -a $rc -eq 0
            return 0
        end
        # It writes in pieces of 512 bytes; escaped, a text is no shorter than its bytes.
        if test -w $_wiptui_sense_log; and not string match -qr '[[:cntrl:]]' -- $PWD
            and test (string length -- (string escape --style=url -- $PWD)) -le 400
            set -l typed (math -s0 $now - "0$CMD_DURATION" / 1000)
            printf '%s\tsh\t%s\t%s\t%s\t%s\n' $now $fish_pid $typed $rc $PWD 2>/dev/null >>$_wiptui_sense_log
            set -g _wiptui_sense_next (math $now + 60)
            set -g _wiptui_sense_dir $PWD
        end
        return $rc
    end
end
