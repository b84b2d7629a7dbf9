"""``demo``: the board on a rich sample in a temporary file, which goes away with it."""

from __future__ import annotations

from wiptui.cli.boarding import need_terminal, run_board
from wiptui.cli.options import Command
from wiptui.domain.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.cli.call import Call


def demo(call: Call) -> int:
    """Open the board on the sample. Raises UsageError where there is no terminal."""
    if call.given.file is not None:
        raise UsageError("The demo brings a file of its own: leave --file out.")
    need_terminal("The demo")
    from wiptui.demo import open_demo

    service = open_demo()
    try:
        return run_board(service)
    finally:
        service.store.close()


COMMANDS = {
    "demo": Command(
        demo,
        "",
        "The board on a rich sample, to look around in. It lives in a temporary file: nothing of yours is touched, and "
        "it is gone when you quit.",
        most=0,
    )
}
