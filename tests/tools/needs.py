"""What a test needs and this machine does not have."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

REQUIRED = bool(os.environ.get("TOOLS_REQUIRED"))
NOT_PACKAGED = {"starship"}
"""What neither apt, pip nor npm brings: a test with it runs where it is there, and is said aloud where it is not."""
not_run: dict[str, int] = {}
"""How many tests did not run, by what was missing."""


def unavailable(name: str, words: str) -> NoReturn:
    """This test cannot run here: a failure where TOOLS_REQUIRED is set, else said aloud at the end."""
    if REQUIRED and name not in NOT_PACKAGED:
        pytest.fail(f"{words}, and TOOLS_REQUIRED asks for it", pytrace=False)
    not_run[name] = not_run.get(name, 0) + 1
    pytest.skip(words)
