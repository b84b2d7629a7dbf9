"""Results that were kept: one file of JSON for each run, with the day, the machine and the versions."""

from __future__ import annotations

import itertools
import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

from bench.run import Row

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Facts:
    """What was measured on, and with what."""

    system: str
    cores: int
    processor: str
    busy: float | None
    """Processes that wanted a core before it began, a mean over five minutes; None where nobody counts them."""
    versions: Mapping[str, str]

    def line(self) -> str:
        """All of it in a line."""
        busy = "" if self.busy is None else f", load {self.busy:g} before it began"
        versions = ", ".join(f"{name} {number}" for name, number in self.versions.items())
        return f"{versions}; {self.system}, {self.cores} cores ({self.processor}){busy}"


@dataclass(frozen=True)
class Kept:
    """One run."""

    at: str
    """Local date and time of its begin, ``2026-11-25 15:10``."""
    machine: Facts
    rows: Sequence[Row]
    skipped: Sequence[str] = field(default=())

    @property
    def day(self) -> str:
        """Its date."""
        return self.at.partition(" ")[0]


def facts() -> Facts:
    """This machine, now."""
    versions = {platform.python_implementation(): platform.python_version()}
    versions |= {name: version(name) for name in ("wiptui", "textual", "tinydb")}
    busy = round(os.getloadavg()[1], 2) if hasattr(os, "getloadavg") else None
    system = f"{platform.system()} {platform.machine()}"
    return Facts(system, os.cpu_count() or 1, _processor(), busy, versions)


def keep(found: Kept, folder: Path = RESULTS) -> Path:
    """Write a run into a file of its own, which never replaces another."""
    name = f"{found.at.replace(' ', '-').replace(':', '')}-{found.machine.system.split()[0].lower()}"
    numbers = itertools.chain([""], (f"-{number}" for number in itertools.count(2)))
    path = next(path for number in numbers if not (path := folder / f"{name}{number}.json").exists())
    data = asdict(found) | {"rows": [row.data() for row in found.rows]}
    path.write_text(_text(data), encoding="utf-8", newline="\n")
    return path


def kept(folder: Path = RESULTS) -> list[Kept]:
    """All runs that were kept, the newest first."""
    runs = [_read(path) for path in folder.glob("*.json")]
    return sorted(runs, key=lambda run: run.at, reverse=True)


def _read(path: Path) -> Kept:
    data = json.loads(path.read_text(encoding="utf-8"))
    rows = [Row(**row) for row in data["rows"]]
    return Kept(data["at"], Facts(**data["machine"]), rows, data["skipped"])


def _text(data: Mapping[str, object]) -> str:
    """JSON with a row a line, so that a difference can be read."""
    lines = [
        f" {json.dumps(name)}: {_list(value) if name == 'rows' else json.dumps(value)}" for name, value in data.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _list(rows: object) -> str:
    assert isinstance(rows, list)
    return "[\n" + ",\n".join(f"  {json.dumps(row)}" for row in rows) + "\n ]"


def _processor() -> str:
    """The name of the processor, as far as the system tells it."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
