# wiptui sense, for bash: where commands are typed, for wiptui on this machine. It starts no program, and it writes
# nothing unless its log is there: wiptui sense on, wiptui sense off. WIPTUI_SENSE_OFF=1 keeps one shell out.
if [[ $- == *i* && -z ${_wiptui_sense_log-} && -z ${WIPTUI_SENSE_OFF-} && -z ${CLAUDECODE-} ]]; then
  _wiptui_sense_log=@FOLDER@/${HOSTNAME:-here}.log
  _wiptui_sense_at=0 _wiptui_sense_typed=0 _wiptui_sense_dir= _wiptui_sense_first=1
  if (( BASH_VERSINFO[0] >= 5 )); then
    _wiptui_sense_now() { _wiptui_sense_t=$EPOCHSECONDS; }
    # Shown after Enter and before the command. It expands to nothing, and notes when that was.
    shopt -q promptvars && PS0='${PS1:0:$((_wiptui_sense_typed=EPOCHSECONDS,0))}'${PS0-}
  elif (( BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 2 )); then
    _wiptui_sense_now() { printf -v _wiptui_sense_t '%(%s)T' -1; }
  else
    _wiptui_sense_0=$(( $(date +%s) - SECONDS ))
    _wiptui_sense_now() { _wiptui_sense_t=$(( _wiptui_sense_0 + SECONDS )); }
  fi
  _wiptui_sense() {
    local rc=$? typed=${_wiptui_sense_typed:-0}
    _wiptui_sense_typed=0
    if [[ -n $_wiptui_sense_first ]]; then _wiptui_sense_first=; return $rc; fi  # nobody pressed Enter yet
    _wiptui_sense_now
    # A new folder, a minute later, or a failure; else there is nothing to tell.
    if [[ $PWD != "$_wiptui_sense_dir" ]] || (( _wiptui_sense_t - _wiptui_sense_at >= 60 || (rc && typed) )); then
      if [[ -w $_wiptui_sense_log && $PWD != *[[:cntrl:]]* ]] && (( ${#PWD} <= 400 )); then
        builtin printf '%s\tsh\t%s\t%s\t%s\t%s\n' "$_wiptui_sense_t" "$$" "$typed" "$rc" "$PWD" \
          2>/dev/null >>"$_wiptui_sense_log"
        _wiptui_sense_at=$_wiptui_sense_t _wiptui_sense_dir=$PWD
      fi
    fi
    return $rc
  }
  if [[ $(declare -p PROMPT_COMMAND 2>/dev/null) == 'declare -a'* ]]; then
    PROMPT_COMMAND=(_wiptui_sense "${PROMPT_COMMAND[@]}")
  else
    PROMPT_COMMAND=_wiptui_sense${PROMPT_COMMAND:+$'\n'$PROMPT_COMMAND}
  fi
fi
