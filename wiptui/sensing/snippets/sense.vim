" wiptui sense, for Vim 8 and Neovim: which file is edited, for wiptui on this machine. It starts no program, and it
" writes nothing unless its log is there: wiptui sense on, wiptui sense off. WIPTUI_SENSE_OFF=1 keeps one editor out.
if exists('g:wiptui_sense') || $WIPTUI_SENSE_OFF !=# '' || $CLAUDECODE !=# ''
      \ || (exists('v:argv') && (index(v:argv, '-es') >= 0 || index(v:argv, '--headless') >= 0))
  finish
endif
let g:wiptui_sense = 1
let s:log = @FOLDER@ . '/' . hostname() . '.log'
let s:at = 0
let s:last = ''
function! s:Tell(kind) abort
  let l:file = expand('%:p')
  if &buftype !=# '' || l:file !~# '^\%(/\|\a:\)' || l:file =~# '[[:cntrl:]]' || strlen(l:file) > 1000 | return | endif
  let l:now = localtime()
  if a:kind ==# 'ed' && l:file ==# s:last && l:now - s:at < 60 | return | endif
  if filewritable(s:log) == 1
    try
      call writefile([join([l:now, a:kind, getpid(), l:now, 0, l:file], "\t")], s:log, 'aS')
    catch
    endtry
    let s:at = l:now
    let s:last = l:file
  endif
endfunction
augroup wiptui_sense
  autocmd!
  autocmd BufEnter,FocusGained,CursorHold,CursorHoldI,InsertEnter * call s:Tell('ed')
  autocmd BufWritePost * call s:Tell('wr')
augroup END
