"""``path``: prints the path of the data file, the only file to sync."""

from __future__ import annotations

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.options import Command
from wiptui.paths import config_file, state_dir


def path(call: Call) -> int:
    """Print the path of the data file, or with ``--json`` also of the settings and of what stays on this machine."""
    file = str(call.service.path)
    if call.json:
        out.put_json({"file": file, "config": config_file(), "state": state_dir()})
    else:
        out.put(file)
    return err.DONE


COMMANDS = {
    "path": Command(
        path,
        "[--json]",
        "Where the data file is. With --json also the settings, and the folder of this machine, never to be synced.",
        most=0,
    )
}
