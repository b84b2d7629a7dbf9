# wiptui sense, for tmux: which pane is in front, for wiptui on this machine. It writes nothing unless its log is there.
set -g focus-events on
set-hook -ga pane-focus-in 'run-shell -b "l=@FOLDER@/\$(hostname).log; t=\$(date +%s); [ ! -w \"\$l\" ] || printf \"%s\\\\ttx\\\\t%s\\\\t%s\\\\t0\\\\t%s\\\\n\" \$t #{pane_pid} \$t #{q:pane_current_path} >>\"\$l\""'
