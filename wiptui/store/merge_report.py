"""What a merge of the data file did: sentences for people, figures for scripts."""

from __future__ import annotations

from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import LOG, Data
from wiptui.domain.text import counted
from wiptui.store.local.identity import CODE_LETTERS, DEVICES
from wiptui.sync.hand_edits import BY_HAND


@dataclass(frozen=True)
class MergeReport:
    """The result of one merge or repair of the data file."""

    copies: tuple[str, ...]
    """Names of conflict copies that were merged."""
    gains: tuple[tuple[str, int], ...]
    """Device names, and for each the number of records with changes that the file did not have."""
    problems: tuple[str, ...]
    """What was wrong with the file itself."""
    rebuilt: bool
    """Whether the file was missing or empty."""
    kept: tuple[str, ...]
    """Paths of the kept copies of damaged bytes and conflict copies."""
    pending: str
    """Why the result is not in the synced file yet; empty when it is there."""
    moved: tuple[str, ...] = ()
    """Earlier paths of the file, for which this machine had saved changes."""
    is_in_git: bool = False
    """Whether the file is in a git repository, where somebody may have taken changes back on purpose."""

    @property
    def words(self) -> str:
        """A few sentences."""
        return " ".join(part for part in (self._what(), self._gained(), self._pending(), self._in_git()) if part)

    def _what(self) -> str:
        if self.moved:
            return f"Took in what this machine had saved for {self.moved[0]}, where the file is no more."
        if self.rebuilt and not self.pending:
            return "The data file was gone; it is back, from what this machine knew."
        if self.copies:
            return f"Merged {len(self.copies)} conflict cop{'y' if len(self.copies) == 1 else 'ies'}."
        if self.problems:
            return f"Mended the data file ({self.problems[0]})."
        return "The data file was behind this machine's copy; it is up to date again." if self._is_back else ""

    @property
    def _is_back(self) -> bool:
        return bool(self.gains) and not (self.pending or self.moved or self.rebuilt or self.copies or self.problems)

    def _gained(self) -> str:
        if not self.gains or (self.pending and not self._what()):
            return ""
        parts = [f"{counted(count, 'change')} from {name}" for name, count in self.gains]
        return f"{', '.join(parts)}."

    def _in_git(self) -> str:
        return "If git took it back on purpose: wiptui backup restore N." if self.is_in_git and self._is_back else ""

    def _pending(self) -> str:
        return f"Saved on this machine, not yet in the synced file: {self.pending}." if self.pending else ""


def gains(before: Data, after: Data) -> tuple[tuple[str, int], ...]:
    """Return the devices whose changes are in ``after`` but not in ``before``, with their numbers of records."""
    counts: dict[str, int] = {}
    for name, table in after.items():
        if name == DEVICES:
            continue
        old = before.get(name, {})
        for key, record in table.items():
            if old.get(key) is record:
                continue
            known = old.get(key, {}).get(LOG, {})
            for code in {stamp[19 : 19 + CODE_LETTERS] for stamp in record.get(LOG, {}) if stamp not in known}:
                counts[code] = counts.get(code, 0) + 1
    named: dict[str, int] = {}
    for code, count in counts.items():
        name = device_label(after, code)
        named[name] = named.get(name, 0) + count
    return tuple(sorted(named.items(), key=lambda pair: (-pair[1], pair[0])))


def device_label(data: Data, code: str) -> str:
    """The name of the device with that code; ``device CODE`` when the data does not name it."""
    if code == BY_HAND:
        return "an edit by hand"
    for record in data.get(DEVICES, {}).values():
        if record.get("code") == code and isinstance(record.get("name"), str):
            return str(record["name"])
    return f"device {code}"
