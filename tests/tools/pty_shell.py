"""A real shell at a prompt in a pseudo-terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from terminal import Terminal

WITH_A_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
)
"""Starts a program in control of its terminal, without which fish does not run."""


def shell(name: str, home: Path, environment: Mapping[str, str] | None = None) -> Terminal:
    """An interactive shell in the home, with the prompt ``ready> `` on the screen."""
    more = {"HOME": str(home), **(environment or {})}
    terminal = Terminal([sys.executable, "-c", WITH_A_TERMINAL, name, "-i"], 100, 30, {**os.environ, **more})
    prompt = "function fish_prompt; printf 'ready> '; end" if name == "fish" else "PS1='ready> '"
    terminal.press(f"{prompt}; cd\r")
    terminal.until(r"(?m)^ready>$")
    return terminal
