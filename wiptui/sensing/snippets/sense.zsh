# wiptui sense, for zsh: where commands are typed, for wiptui on this machine. It starts no program, and it writes
# nothing unless its log is there: wiptui sense on, wiptui sense off. WIPTUI_SENSE_OFF=1 keeps one shell out.
if [[ -o interactive && -z ${_wiptui_sense_log-} && -z ${WIPTUI_SENSE_OFF-} && -z ${CLAUDECODE-} ]] &&
  zmodload zsh/datetime 2>/dev/null; then
  typeset -g _wiptui_sense_log=@FOLDER@/${HOST:-here}.log
  typeset -g _wiptui_sense_dir= _wiptui_sense_first=1
  typeset -gi _wiptui_sense_at=0 _wiptui_sense_typed=0
  _wiptui_sense_go() { _wiptui_sense_typed=$EPOCHSECONDS }
  _wiptui_sense() {
    local -i rc=$? typed=_wiptui_sense_typed
    emulate -L zsh
    _wiptui_sense_typed=0
    if [[ -n $_wiptui_sense_first ]]; then _wiptui_sense_first=; return $rc; fi  # nobody pressed Enter yet
    # A new folder, a minute later, or a failure; else there is nothing to tell.
    if [[ $PWD != "$_wiptui_sense_dir" ]] || (( EPOCHSECONDS - _wiptui_sense_at >= 60 || (rc && typed) )); then
      if [[ -w $_wiptui_sense_log && $PWD != *[[:cntrl:]]* ]] && (( ${#PWD} <= 400 )); then
        builtin printf '%s\tsh\t%s\t%s\t%s\t%s\n' $EPOCHSECONDS $$ $typed $rc "$PWD" \
          2>/dev/null >>|"$_wiptui_sense_log"
        _wiptui_sense_at=$EPOCHSECONDS _wiptui_sense_dir=$PWD
      fi
    fi
    return $rc
  }
  typeset -ga precmd_functions preexec_functions
  precmd_functions=(_wiptui_sense ${precmd_functions:#_wiptui_sense})
  preexec_functions=(_wiptui_sense_go ${preexec_functions:#_wiptui_sense_go})
fi
