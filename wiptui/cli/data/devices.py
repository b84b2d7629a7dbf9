"""``devices``: lists the devices that wrote, and when they were last seen."""

from __future__ import annotations

from datetime import tzinfo

from wiptui import maintenance
from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.cells import moment, wrapped
from wiptui.cli.options import Command
from wiptui.domain.core.clock import from_ms
from wiptui.domain.core.record import Json
from wiptui.domain.text import clip, counted, pad, printable, width
from wiptui.exchange.json.task import local_text
from wiptui.sync.devices import DeviceActivity

DAY_MS = 86_400_000


def devices(call: Call) -> int:
    """Print a line for each device, the one that wrote last first."""
    rows = maintenance.devices(call.service)
    here = call.service.store.actor[:4] if rows else ""
    zone = call.service.clock.zone
    if call.json:
        out.put_json([_json(row, here, zone) for row in rows])
        return err.DONE
    if not rows:
        err.say("Nobody has written yet.")
        return err.DONE
    columns = out.line_width()
    names = [clip(printable(row.name), max(columns // 3, 8)) for row in rows]
    wide = max(map(width, names))
    for row, name in zip(rows, names, strict=True):
        parts = [
            pad(name, wide),
            _when(row, zone) or "time unknown    ",
            f"{counted(row.changes, 'change')}",
        ]
        parts += ["this device"] if row.code == here else []
        ahead = row.ahead_ms // DAY_MS
        parts += [f"its clock was {counted(ahead, 'day')} ahead"] if row.ahead_ms else []
        for line in wrapped("  ".join(parts), columns, wide + 2):
            out.put(line)
    return err.DONE


def _json(row: DeviceActivity, here: str, zone: tzinfo | None) -> dict[str, Json]:
    last = None if row.last_ms is None else local_text(from_ms(row.last_ms), zone)
    return {
        "name": row.name,
        "code": row.code,
        "zone": row.zone,
        "last_seen": last,
        "changes": row.changes,
        "here": row.code == here,
        "clock_ahead_days": row.ahead_ms // DAY_MS,
    }


def _when(row: DeviceActivity, zone: tzinfo | None) -> str:
    return "" if row.last_ms is None else moment(from_ms(row.last_ms), zone)


COMMANDS = {
    "devices": Command(
        devices,
        "[--json]",
        "Who wrote into the data file, when last seen, and how many changes are known of each.",
        most=0,
    )
}
