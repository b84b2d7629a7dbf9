"""What is said of an error that nobody foresaw. Loaded only when there is one."""

from __future__ import annotations

import os
import traceback

from wiptui.cli.err import FAILED, say, say_json
from wiptui.domain.core.clock import SystemClock
from wiptui.faults import unforeseen


def unexpected(error: BaseException, as_json: bool) -> int:
    """Print one sentence for an unexpected error; with WIPTUI_DEBUG the whole traceback. Return the exit code."""
    if os.environ.get("WIPTUI_DEBUG"):
        say("".join(traceback.format_exception(error)).rstrip())
        return FAILED
    if isinstance(error, OSError):
        message = f"It did not work: {error.strerror or error}" + (f" ({error.filename})" if error.filename else "")
    else:
        message = str(unforeseen(error, SystemClock().now()))
    if as_json:
        say_json("failed", message, {})
    else:
        say(f"wiptui: {message}")
    return FAILED
