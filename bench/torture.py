"""``python -m bench.torture [--kills N] [--long]``: what accidents of a synced file do to wiptui and to stock TinyDB.

The same accidents happen to both, for real: processes that write at once, kill -9 in the middle of writes, a file cut
short, an old copy laid over a new one, two machines that changed their copies apart. What a writer printed counts as
acknowledged; what of that is not in the file afterwards is lost.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

OURS = """
import sys
from wiptui.domain.commands import Add
from wiptui.domain.core.clock import SystemClock
from wiptui.domain.core.ids import SystemIds
from wiptui.service import Service
from wiptui.store.tiny_store import TinyStore
service = Service(TinyStore(sys.argv[1], device=sys.argv[4], state=sys.argv[2]), SystemClock(), SystemIds())
for number in range(int(sys.argv[3])):
    title = f"{sys.argv[4]} {number}"
    service.dispatch(Add(title))
    print(title, flush=True)
"""
STOCK = """
import sys
from tinydb import TinyDB
tasks = TinyDB(sys.argv[1]).table("tasks")
for number in range(int(sys.argv[3])):
    title = f"{sys.argv[4]} {number}"
    tasks.insert({"title": title})
    print(title, flush=True)
"""
ENDLESS = 1_000_000


class Side:
    """One of the two contestants, in a folder of its own."""

    def __init__(self, root: Path, name: str) -> None:
        self.root, self.name, self.is_ours = root / name, name, name == "wiptui"
        self.root.mkdir()

    def file(self, device: str = "laptop") -> Path:
        """The data file of a device."""
        (self.root / device).mkdir(exist_ok=True)
        return self.root / device / "wip.json"

    def writer(self, device: str, count: int, label: str, file: Path | None = None) -> subprocess.Popen[str]:
        """A process that adds tasks and prints each that was acknowledged."""
        state = str(self.root / f"state-{device}")
        words = [str(file or self.file(device)), state, str(count), label]
        return subprocess.Popen(
            [sys.executable, "-c", OURS if self.is_ours else STOCK, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def write(self, device: str, count: int, label: str) -> set[str]:
        """Add tasks and wait for it; what was acknowledged."""
        told, _ = self.writer(device, count, label).communicate(timeout=300)
        return set(told.splitlines())

    def titles(self, device: str = "laptop") -> set[str] | None:
        """What the program finds in the file; None where it cannot open it."""
        if self.is_ours:
            from wiptui.store.tiny_store import TinyStore

            store = TinyStore(self.file(device), device=device, state=str(self.root / f"state-{device}"), patience_s=0)
            store.merge_now()
            return {row["title"] for row in store.read().get("tasks", {}).values()}
        try:
            tables = json.loads(self.file(device).read_bytes() or b"{}")
        except ValueError:
            return None
        return {row["title"] for row in tables.get("tasks", {}).values()}


def said(told: set[str], found: set[str] | None) -> str:
    """The verdict on one accident."""
    if found is None:
        return f"file broken, {len(told)} of {len(told)} lost"
    return f"{len(told - found)} of {len(told)} lost"


def at_once(side: Side, _kills: int) -> str:
    """Eight processes write 25 tasks each at the same time."""
    writers = [side.writer("laptop", 25, f"writer {number}") for number in range(8)]
    told = {title for writer in writers for title in writer.communicate(timeout=300)[0].splitlines()}
    died = sum(writer.returncode != 0 for writer in writers)
    return said(told, side.titles()) + (f", {died} of 8 writers crashed" if died else "")


def killed(side: Side, kills: int) -> str:
    """kill -9 while it writes, again and again; a file that cannot be opened is begun anew, as a person would."""
    told: set[str] = set()
    broken = 0
    for number in range(kills):
        writer = side.writer("laptop", ENDLESS, f"life {number}")
        assert writer.stdout is not None
        for _ in range(random.Random(number).randrange(1, 40)):
            told.add(writer.stdout.readline().strip())
        writer.kill()
        told |= {line.strip() for line in writer.stdout}
        writer.wait(timeout=60)
        told.discard("")
        if side.titles() is None:
            broken += 1
            side.file().unlink()
    return said(told, side.titles()) + (f", file broken {broken} times" if broken else "")


def cut_short(side: Side, _kills: int) -> str:
    """The file is cut at twenty places, as an interrupted copy leaves it."""
    told = side.write("laptop", 50, "task")
    whole = side.file().read_bytes()
    worst, unreadable = 0, 0
    for place in range(20):
        side.file().write_bytes(whole[: len(whole) * place // 20])
        found = side.titles()
        unreadable += found is None
        worst = max(worst, len(told - (found or set())))
    return f"at worst {worst} of {len(told)} lost" + (f", {unreadable} of 20 cannot be opened" if unreadable else "")


def laid_over(side: Side, _kills: int) -> str:
    """An old copy is laid over the new file, as rsync or a stick does."""
    told = side.write("laptop", 10, "old")
    old = side.file().read_bytes()
    told |= side.write("laptop", 10, "new")
    side.file().write_bytes(old)
    return said(told, side.titles())


def apart(side: Side, _kills: int) -> str:
    """Two machines add to their copies apart; the sync tool makes a conflict copy of one."""
    told = side.write("laptop", 5, "shared")
    shutil.copy(side.file(), side.file("phone"))
    told |= side.write("laptop", 10, "laptop") | side.write("phone", 10, "phone")
    shutil.copy(side.file("phone"), side.file().with_name("wip.sync-conflict-20261122-101500-ABCDEFG.json"))
    return said(told, side.titles())


ACCIDENTS: tuple[tuple[str, Callable[[Side, int], str]], ...] = (
    ("eight processes write at once", at_once),
    ("kill -9 in the middle of writes", killed),
    ("the file is cut short", cut_short),
    ("an old copy is laid over the file", laid_over),
    ("two machines, one conflict copy", apart),
)


def main(argv: list[str] | None = None) -> int:
    """Print the table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m bench.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    given = parser.parse_args(argv)
    kills = given.kills
    os.environ["PYTHONHASHSEED"] = "0"
    print("| accident | stock TinyDB | wiptui |\n|---|---|---|", flush=True)
    for words, happen in ACCIDENTS:
        with tempfile.TemporaryDirectory(prefix="torture-") as root:
            sides = [Side(Path(root), name) for name in ("stock", "wiptui")]
            cells = [happen(side, kills) for side in sides]
        print(f"| {words} | {' | '.join(cells)} |", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
