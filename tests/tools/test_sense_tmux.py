"""The hook for tmux in a real tmux: a pane that comes to the front is one line, and no log means no line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("tmux is not there", allow_module_level=True)

from sense_box import SenseBox, box
from terminal import Terminal

from wiptui.cli.sense.install import install
from wiptui.sensing import log_file

__all__ = ["box"]


@pytest.mark.tools("tmux")
def test_a_pane_in_front_is_a_line(box: SenseBox) -> None:
    install("tmux")
    name = f"sense{os.getpid()}"
    environment = {**os.environ, "HOME": str(box.home), "TMUX_TMPDIR": str(box.home)}
    conf = str(box.home / ".tmux.conf")

    def tmux(*words: str) -> None:
        subprocess.run(["tmux", "-L", name, *words], env=environment, check=True, timeout=60)

    words = ["tmux", "-L", name, "-f", conf, "new-session", "-c", str(box.folder("acme")), "sh"]
    with Terminal(words, 100, 30, environment) as terminal:
        try:
            terminal.until(r"\$|#")
            tmux("split-window", "-c", str(box.folder("web")), "sh")
            terminal.until(r"─|│|-----")
            folders = {str(box.folder("acme")), str(box.folder("web"))}
            for turn in range(60):  # on a busy machine the shell of a new pane is not in its folder yet
                tmux("select-pane", "-t", str(turn % 2))
                terminal.quiet()
                if folders <= {line[5] for line in box.lines()} and not turn % 2:
                    break
            assert folders <= {line[5] for line in box.lines()}
            assert {(line[1], line[4], len(line)) for line in box.lines()} == {("tx", "0", 6)}
            log_file.remove_all()
            tmux("select-pane", "-t", "1")
            terminal.quiet()
            assert not Path(log_file.sense_dir()).exists()
        finally:
            tmux("kill-server")
