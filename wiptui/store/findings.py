"""The result of one check of the data file."""

from __future__ import annotations

from wiptui.domain.core.frozen import dataclass

OK, NOTE, PROBLEM = "ok", "note", "problem"


@dataclass(frozen=True)
class Finding:
    """The result of one check."""

    code: str
    """A word for scripts: file, format, copies, shadow, own, clock, drafts, links, git, backups, hooks, the damage."""
    level: str
    """``ok``, ``note`` (nothing to worry about) or ``problem``."""
    words: str
    can_repair: bool = False
    name: str = ""
    """The name of the file that it is about, where that is not the data file."""
