# wiptui sense, for git's post-checkout hook: a word when the branch of a task is checked out while Doing is full. It never
# stops git. A branch that names no task costs no process.
_wiptui_checkout() {
  [ "$3" = 1 ] || return 0  # files, not a branch
  case $1 in *[!0]*) ;; *) return 0 ;; esac  # a clone or a new worktree
  _wiptui_dir=${GIT_DIR:-.git}
  if [ -f "$_wiptui_dir" ]; then read -r _wiptui_word _wiptui_dir <"$_wiptui_dir" || return 0; fi
  [ ! -d "$_wiptui_dir/rebase-merge" ] && [ ! -d "$_wiptui_dir/rebase-apply" ] || return 0
  read -r _wiptui_head <"$_wiptui_dir/HEAD" 2>/dev/null || return 0
  case $_wiptui_head in "ref: refs/heads/"*) ;; *) return 0 ;; esac  # a detached head
  _wiptui_head=${_wiptui_head##*/}
  _wiptui_head=${_wiptui_head%%-*}
  case $_wiptui_head in
    master | *[!0-9a-zA-Z]* | *[iIlLoOuU]*) return 0 ;;  # no id has these letters
    ?????*) ;;
    *) return 0 ;;
  esac
  if [ -r "$_wiptui_dir/wiptui-words" ]; then
    while read -r _wiptui_word; do
      [ "$_wiptui_word" != "$_wiptui_head" ] || return 0
    done <"$_wiptui_dir/wiptui-words"
  fi
  _wiptui_code=0
  @PROGRAM@ sense checkout "$_wiptui_head" </dev/null || _wiptui_code=$?
  [ "$_wiptui_code" != 4 ] || printf '%s\n' "$_wiptui_head" >>"$_wiptui_dir/wiptui-words"  # a word that is no id
  return 0
}
_wiptui_checkout "$1" "$2" "$3"
