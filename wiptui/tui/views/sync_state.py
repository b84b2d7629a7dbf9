"""What the sync screen says, as plain text: the file, devices, merges, kept copies, snapshots."""

from __future__ import annotations

from typing import TypeAlias

from wiptui import maintenance
from wiptui.domain.board import Board
from wiptui.domain.core.clock import from_ms
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.text import clip_start, counted
from wiptui.maintenance import Backup
from wiptui.tui.views.styled_text import MUTED, StyledText, clip, sanitized, styled, width_of
from wiptui.tui.widgets.dialogs.wording import moment

DAY_MS = 86_400_000
SHOWN_MERGES, SHOWN_KEPT, SHOWN_DEVICES = 3, 3, 6
PROBLEM = "problem"
ELSEWHERE = "backups"
"""The finding that the screen tells in sections of their own."""


Said = tuple[str, str]
"""A line and its role: "", muted or warn."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of what there is to know beside the snapshots."""

    name: str
    title: str
    said: tuple[Said, ...]


Row: TypeAlias = "Section | Backup"


def is_same(row: Row, other: Row | None) -> bool:
    """Whether two rows stand for the same thing, though they were read at different times."""
    if isinstance(row, Section) or isinstance(other, Section):
        return isinstance(row, Section) and isinstance(other, Section) and row.name == other.name
    return other is not None and row.path == other.path


def moment_of(ms: int, board: Board) -> str:
    """A time of the machine's own records, as the dialogs tell times."""
    return moment(from_ms(ms), board)


def headline(found: maintenance.Overview | None, trouble: str) -> Said:
    """The state of the file in a few words."""
    if trouble:
        return "! the file cannot be read", "warn"
    if found is None:
        return "", "muted"
    problems = sum(finding.level == PROBLEM for finding in found.findings)
    if problems:
        return f"! {counted(problems, 'thing')} to mend", "warn"
    return ("✓ the file is sound" if found.size is not None else "no file yet"), "muted"


def sections(found: maintenance.Overview, board: Board, width: int, merge_key: str) -> list[Section]:
    """The file, devices, merges and kept copies, for a width in cells; ``merge_key`` is the key that merges now."""
    return [
        Section("file", "File", tuple(_file(found, width, merge_key))),
        Section("devices", f"Devices {len(found.devices)}", tuple(_devices(found, board))),
        Section("merges", "Last merges", tuple(_merges(found, board))),
        Section("kept-copies", f"Kept copies {len(found.kept_copies)}", tuple(_kept_copies(found, width))),
    ]


def _file(found: maintenance.Overview, width: int, merge_key: str) -> list[Said]:
    said: list[Said] = [(clip_start(sanitized(found.path), width, width_of), "")]
    for finding in found.findings:
        if finding.code == ELSEWHERE:
            continue
        role = "warn" if finding.level == PROBLEM else "muted"
        mark = "! " if finding.level == PROBLEM else ""
        said.append((mark + sanitized(finding.words.removeprefix(f"{found.path}: ")), role))
    if any(finding.can_repair for finding in found.findings):
        said.append((f"{merge_key} mends what can be mended.", ""))
    return said


def _devices(found: maintenance.Overview, board: Board) -> list[Said]:
    said: list[Said] = []
    for row in found.devices[:SHOWN_DEVICES]:
        when = moment_of(row.last_ms, board) if row.last_ms is not None else "time unknown"
        here = ", this device" if row.code == found.here else ""
        said.append((f"{sanitized(row.name)}{here} · {when} · {counted(row.changes, 'change')}", ""))
        if row.ahead_ms:
            said.append((f"! its clock was {counted(row.ahead_ms // DAY_MS, 'day')} ahead", "warn"))
    if len(found.devices) > SHOWN_DEVICES:
        said.append((f"and {len(found.devices) - SHOWN_DEVICES} more", "muted"))
    return said or [("Nobody has written yet.", "muted")]


def _merges(found: maintenance.Overview, board: Board) -> list[Said]:
    said: list[Said] = [(f"{moment_of(ms, board)}  {sanitized(text)}", "") for ms, text in found.merges[:SHOWN_MERGES]]
    return said or [("Nothing had to be merged. Conflict copies merge by themselves.", "muted")]


def _kept_copies(found: maintenance.Overview, width: int) -> list[Said]:
    if not found.kept_copies:
        return [("Conflict copies and broken files are kept here once what they say is merged.", "muted")]
    said: list[Said] = [(clip(sanitized(_without_stamp(name)), width), "") for name in found.kept_copies[:SHOWN_KEPT]]
    return [*said, (clip_start(sanitized(found.kept_copies_dir), width, width_of), "muted")]


def _without_stamp(name: str) -> str:
    """The name of a kept copy without the time that is before it: what the file was called."""
    return name[19:] if name[8:9] == "T" and name[18:19] == "-" else name


def backup_line(row: Backup, board: Board, width: int, *, is_marked: bool = False) -> StyledText:
    """One snapshot: when, why, how large; ``is_marked`` as the last sound one."""
    when, why, size = moment_of(row.at_ms, board), maintenance.kind_words(row), maintenance.size_words(row.size)
    why = f"the last sound one: {why}" if is_marked else why
    room = max(width - 16 - width_of(size) - 2, 0)
    why = clip(why, room)
    gap = " " * (room - width_of(why) + 2)
    return styled(f"{when:<15} ", (why, MUTED), gap, (size, MUTED))
