"""A person's machines: each with a home of its own and a replica of the file; and the check that nothing was lost."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from wiptui.domain import commands as c
from wiptui.domain.board import Receipt
from wiptui.domain.core.clock import SystemClock
from wiptui.domain.core.ids import SystemIds
from wiptui.domain.gate import Refusal
from wiptui.domain.tasks.task import State
from wiptui.outcome import Outcome
from wiptui.service import Service
from wiptui.store.file.salvage import decode
from wiptui.store.tiny_store import TinyStore
from wiptui.sync.conflict_names import nominated
from wiptui.sync.merge import same


class Machine:
    """One device. ``folder`` is what a tool syncs, the home beside it is the machine's own."""

    def __init__(self, root: Path, name: str, folder: Path | None = None) -> None:
        self.name = name
        self.home = root / f"home-{name}"
        self.folder = folder or root / f"folder-{name}"
        self.home.mkdir(parents=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.file = self.folder / "wip.json"
        self.receipts: list[Receipt] = []
        state = self.home / ".local/state/wiptui"
        self.store = TinyStore(self.file, device=name, state=str(state))
        self.service = Service(self.store, SystemClock(), SystemIds())

    # --- the program, as a person runs it

    @property
    def env(self) -> dict[str, str]:
        kept = {key: os.environ[key] for key in ("PATH", "LANG", "TZ", "PYTHONPATH") if key in os.environ}
        own = {f"XDG_{kind}_HOME": str(self.home / below) for kind, below in XDG.items()}
        return {**kept, **own, "HOME": str(self.home), "WIPTUI_DEVICE": self.name, "WIPTUI_FILE": str(self.file)}

    def run(self, *words: str, code: int = 0, stdin: str = "") -> str:
        """Run ``wiptui WORDS`` and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "wiptui", *words],
            env=self.env,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == code, f"wiptui {words} on {self.name}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def sync(self) -> dict:
        return json.loads(self.run("sync", "--json"))

    # --- the same in this process, fast, with receipts of all that was acknowledged

    def do(self, command: c.Command) -> Outcome | Refusal:
        answer = self.service.dispatch(command)
        if isinstance(answer, Outcome):
            self.receipts += answer.accepted.receipts
        return answer

    def change(self, dice: random.Random, number: int) -> None:
        """One change that is acknowledged: now a new task, now one that the other machines change as well."""
        board = self.service.board()
        tasks = list(board.open_tasks())
        kind = dice.choice(("add", "edit", "edit", "move", "move", "drop") if len(tasks) > 4 else ("add",))
        task = dice.choice(tasks) if tasks else None
        if task is None or kind == "add":
            self.do(c.Add(f"{self.name} {number}", {"project": self.name}))
        elif kind == "edit":
            field = dice.choice(("title", "next_step", "project"))
            self.do(c.Edit(task.id, {field: f"{field} by {self.name} {number}"}))
        elif kind == "drop" and len(tasks) > 12:
            self.do(c.Drop((task.id,)))
        elif task.state in (State.DOING, State.WAITING):
            self.do(dice.choice((c.Finish((task.id,)), c.PutBack((task.id,), f"step {number}"))))
        elif isinstance(self.do(c.Start((task.id,))), Refusal):
            self.do(c.Add(f"{self.name} {number}, as doing was full"))

    @property
    def copies(self) -> list[str]:
        """Conflict copies beside the file."""
        return [name for name, _ in nominated(self.file.name, (path.name for path in self.folder.iterdir()))]


XDG = {"DATA": ".local/share", "STATE": ".local/state", "CONFIG": ".config", "CACHE": ".cache"}


def lost(raw: bytes, machines: list[Machine]) -> list[Receipt]:
    """The acknowledged changes that the file does not tell any more."""
    data = decode(raw).data
    missing = []
    for receipt in (receipt for machine in machines for receipt in machine.receipts):
        log = data.get(receipt.table, {}).get(str(receipt.id), {}).get("_log", {})
        patch = log.get(receipt.stamp, {})
        if not all(name in patch and same(patch[name], value) for name, value in receipt.after.items()):
            missing.append(receipt)
    return missing


def assert_settled(machines: list[Machine]) -> None:
    """All files hold the same bytes, valid ones with all that was acknowledged; no copies; a merge writes nothing."""
    raws = {machine.name: machine.file.read_bytes() for machine in machines}
    assert len(set(raws.values())) == 1, {name: len(raw) for name, raw in raws.items()}
    raw = machines[0].file.read_bytes()
    assert not decode(raw).problems
    json.loads(raw)
    assert lost(raw, machines) == []
    assert [machine.copies for machine in machines] == [[] for _ in machines]
    for machine in machines:
        before = machine.file.stat()
        machine.sync()
        after = machine.file.stat()
        assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
        assert machine.file.read_bytes() == raw


def until(true: Callable[[], bool], seconds: float, what: str, step: float = 0.1) -> float:
    """Ask until it is true; the seconds it took. Fails after ``seconds``."""
    start = time.monotonic()
    nothing = threading.Event()
    while not true():
        assert time.monotonic() - start < seconds, f"not within {seconds} s: {what}"
        nothing.wait(step)
    return time.monotonic() - start
