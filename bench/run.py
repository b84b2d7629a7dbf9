"""One run of the bench: where it works, how often it measures, and the rows that it found."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from bench.goals import goal_for, limit
from bench.pairs import Pair, environment

WIPTUI = (sys.executable, "-m", "wiptui")
NOTHING = (sys.executable, "-c", "pass")
HERE = Path(__file__).parent
MINIMAL = (sys.executable, str(HERE / "minimal_app.py"))
EMPTY = (*MINIMAL, "empty")
ALONE = (sys.executable, str(HERE / "list_app.py"))
PEERS = "peers"
HEAD = f"{'what : yardstick':90} {'ours':>9} {'yardstick':>9} {'':2} {'ratio':>7}  half of all between"


@dataclass(frozen=True, kw_only=True)
class Row(Pair):
    """What one thing costs beside its yardstick: a pair and its words."""

    part: str
    """The part of the bench that measured it."""
    what: str
    yardstick: str
    size: int
    """Number of tasks; 0 where it does not matter."""
    of: str
    """What that number counts: ``in the past``, ``open``."""
    note: str
    """What makes it differ from other rows of the same words, as ``after a change``."""
    unit: str

    @property
    def name(self) -> str:
        """All words of it."""
        what = f"{self.what}, {self.note}" if self.note else self.what
        size = f", {self.size:,} {self.of}" if self.size else ""
        return f"{what} : {self.yardstick}{size}"

    @property
    def limit(self) -> float | None:
        """Its goal; other programs have none."""
        return None if self.part == PEERS else limit(self.what, self.yardstick, self.size)

    @property
    def missed(self) -> bool:
        """Whether it costs more than the goal."""
        return self.limit is not None and self.ratio > self.limit

    def line(self) -> str:
        """The row as it is printed."""
        verdict = "" if self.limit is None else f"{'OVER' if self.missed else 'ok'}  <= {self.limit:g}"
        spread = f"{self.low:.2f}-{self.high:.2f}"
        cost = f"{self.ours:9.2f} {self.theirs:9.2f} {self.unit:2} {self.ratio:7.2f}"
        return f"{self.name:90} {cost}  {spread:15} {verdict}".rstrip()

    def data(self) -> dict[str, Any]:
        """The row as it is kept, words first; four digits that count are more than a clock can promise."""
        pair = {each.name for each in fields(Pair)}
        said = sorted(asdict(self).items(), key=lambda item: item[0] in pair)
        return {name: float(f"{value:.4g}") if isinstance(value, float) else value for name, value in said}


@dataclass
class Run:
    """A run in a folder of its own: ``most`` tasks are the most it measures, ``skipped`` says what it could not."""

    home: Path
    runs: int = 11
    most: int = 100_000
    part: str = ""
    rows: list[Row] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    """Of other programs, by their names."""

    @property
    def variables(self) -> dict[str, str]:
        """The environment of every program that is measured."""
        return environment(self.home) | {"TERM": "xterm-256color", "PYTHONPATH": str(HERE.parent)}

    @property
    def idle_seconds(self) -> float:
        """Seconds of one look at an idle screen: a minute, because a board has something to do each minute."""
        return 2.0 if self.runs == 1 else 60.0

    def sizes(self, *sizes: int) -> list[int]:
        """These numbers of tasks as far as this run goes, the smallest in any case."""
        return [size for size in sizes if size <= self.most] or [min(self.most, *sizes)]

    def runs_for(self, size: int = 100_000) -> int:
        """How often to measure what takes long."""
        return self.runs if size < 100_000 else max(1, self.runs // 2)

    def row(
        self,
        what: str,
        pair: Pair,
        size: int = 0,
        *,
        yardstick: str = "",
        of: str = "",
        note: str = "",
        unit: str = "ms",
    ) -> None:
        """Print a row and keep it. What has a goal takes yardstick and words from there."""
        if (goal := goal_for(what, yardstick)) is not None:
            yardstick, of = yardstick or goal.yardstick, of or goal.of
        row = Row(
            part=self.part, what=what, yardstick=yardstick, size=size, of=of, note=note, unit=unit, **asdict(pair)
        )
        self.rows.append(row)
        print(row.line(), flush=True)

    def skip(self, why: str) -> None:
        """Say in place of a row why it is not there."""
        self.skipped.append(why)
        print(f"not measured: {why}", flush=True)
