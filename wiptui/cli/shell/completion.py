"""``completion SHELL``: the script that makes a shell complete wiptui, printed or installed."""

from __future__ import annotations

import os
from pathlib import Path
from shlex import quote

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.options import Command, Option
from wiptui.cli.shell.start_files import add_line, base_folder, naming_trouble, start_file, write
from wiptui.domain.core.errors import UsageError
from wiptui.domain.text import printable

BASH = r"""# Completion of wiptui for bash. It asks wiptui itself at every TAB, so it never goes stale.
_wiptui() {
    local IFS=$'\n' value about word shared
    local -a values=() abouts=()
    while IFS=$'\t' read -r value about; do
        values+=("$value")
        abouts+=("$about")
    done < <("${1/#\~/$HOME}" _complete bash -- "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    COMPREPLY=()
    if [[ ${values[0]} == :files ]]; then
        compopt -o default
        return
    fi
    if [[ ${#values[@]} -gt 1 && $COMP_TYPE != 37 && $COMP_TYPE != 42 ]]; then
        # Several: what is listed may say more than what is inserted, which is only the letters they share.
        local place width=0
        for value in "${values[@]}"; do (( ${#value} > width )) && width=${#value}; done
        for place in "${!values[@]}"; do
            printf -v value "%-${width}s  %s" "${values[place]}" "${abouts[place]:+(${abouts[place]})}"
            COMPREPLY+=("$value")
        done
        compopt -o nosort 2>/dev/null
    else
        COMPREPLY=("${values[@]}")
    fi
    # Found by words of its title, a task does not begin as what was typed: an empty choice keeps that on the line.
    # So it does where all that they share ends within a quoted sign: a line may not end with a backslash.
    word=${COMP_LINE:0:COMP_POINT}
    word=${word##*[[:space:]=:\"\']}
    shared=${values[0]}
    for value in "${values[@]}"; do
        while [[ $value != "$shared"* ]]; do shared=${shared%?}; done
    done
    about=${shared##*[!\\]}
    if [[ ${#values[@]} -gt 1 && ( $shared != "$word"* || $(( ${#about} % 2 )) == 1 ) ]]; then
        COMPREPLY+=(" ")
    fi
}
complete -F _wiptui wiptui
"""

ZSH = r"""#compdef wiptui
# Completion of wiptui for zsh. It asks wiptui itself at every TAB, so it never goes stale.
_wiptui() {
    local -a lines values shown
    local line value about program=${(Q)words[1]/#\~/$HOME}
    local -i width=0
    lines=("${(@f)$("$program" _complete zsh -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    [[ -n $lines[1] ]] || return 1
    if [[ $lines[1] == :files ]]; then
        _files
        return
    fi
    for line in "${lines[@]}"; do
        value=${line%%$'\t'*}
        values+=("$value")
        (( ${#value} > width )) && width=${#value}
    done
    for line in "${lines[@]}"; do
        value=${line%%$'\t'*}
        about=${${line#"$value"}#$'\t'}
        shown+=("${(r:width:)value}${about:+  -- $about}")
    done
    # Found by words of its title, a task does not begin as what was typed: it is listed, and the word stays.
    [[ ${#values} -gt 1 && $values[1] != "${(Q)PREFIX}"* ]] && { compstate[insert]= ; compstate[list]=list; }
    compadd -U -V wiptui -l -d shown -a values
}
if [[ $funcstack[1] == _wiptui ]]; then
    _wiptui "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
    compdef _wiptui wiptui
fi
"""

FISH = r"""# Completion of wiptui for fish. It asks wiptui itself at every TAB, so it never goes stale.
function __wiptui_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program (string replace -r '^~' $HOME -- $words[1])
    set -e words[1]
    set -l lines ($program _complete fish -- $words "$current" 2>/dev/null)
    if test "$lines[1]" = :files
        __fish_complete_path "$current"
    else
        string join -- \n $lines
    end
end
complete -c wiptui -f -a '(__wiptui_complete)'
"""

SHELLS = {"bash": BASH, "zsh": ZSH, "fish": FISH}
MARK = "# wiptui completion"


def completion(call: Call) -> int:
    """Print the script, or install it where the shell finds it."""
    shell = call.words[0].lower()
    if shell not in SHELLS:
        raise UsageError(
            f"“{printable(call.words[0])[:40]}” is not a shell that wiptui completes: {', '.join(SHELLS)}."
        )
    if not call.flag("install"):
        if call.json:
            out.put_json({"shell": shell, "script": SHELLS[shell], "file": str(script_file(shell))})
        else:
            out.put_text(SHELLS[shell])
        return err.DONE
    written = install(shell)
    if call.json:
        out.put_json({"shell": shell, "file": str(script_file(shell)), "written": [str(path) for path in written]})
        return err.DONE
    for path in written:
        err.say(f"Written: {printable(str(path))}")
    if not written:
        err.say(f"Nothing to do: {printable(str(script_file(shell)))} is there and current.")
    err.say(f"A new {shell} completes wiptui: type wiptui and a space, then press TAB.")
    return err.DONE


def script_file(shell: str) -> Path:
    """Return the path of the script for that shell and one person."""
    data = base_folder("XDG_DATA_HOME", ".local", "share")
    if shell == "bash":
        own = os.environ.get("BASH_COMPLETION_USER_DIR", "")
        return (Path(own) if own.strip() else data / "bash-completion") / "completions" / "wiptui"
    if shell == "zsh":
        return data / "zsh" / "site-functions" / "_wiptui"
    return base_folder("XDG_CONFIG_HOME", ".config") / "fish" / "completions" / "wiptui.fish"


def install(shell: str) -> list[Path]:
    """Write the script, and the line that reads it into the shell's start file. Return the changed files.

    fish needs no such line, because it reads its folder. Raises InstallError.
    """
    script = script_file(shell)
    with naming_trouble("The completion cannot be installed: {}.", script):
        changed = [script] if write(script, SHELLS[shell]) else []
        if shell != "fish":
            start = start_file(shell)
            where = quote(str(script))
            if add_line(start, f"[ -r {where} ] && . {where}", MARK):
                changed.append(start)
    return changed


COMMANDS = {
    "completion": Command(
        completion,
        "SHELL [--install]",
        "Makes a shell complete commands, options, states, projects and tasks, by id or by the first letters of a word "
        "of the title. SHELL: bash, zsh or fish. Prints the script, or puts it where the shell finds it.",
        (Option("install", about="put it in its place, and say what was written"),),
        least=1,
        most=1,
        missing="For which shell? wiptui completion bash, zsh or fish",
        examples=(
            ("wiptui completion bash --install", "once; then open a new shell"),
            ("wiptui completion zsh > _wiptui", "for a folder of your own in $fpath"),
        ),
    )
}
