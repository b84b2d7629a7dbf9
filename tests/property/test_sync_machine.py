"""Three replicas over a sync layer that does everything that real ones were seen to do.

Whatever happens: what was acknowledged is never lost, and once everybody heard from everybody all files are the same
bytes, nothing is left beside them, and another merge writes nothing. To one replica every file is a long one, which is
read line by line and saved by exchanging lines; to another it is so every second time that it starts.

``SYNC_EXAMPLES`` and ``SYNC_STEPS`` make it run longer.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from wiptui.domain.core.record import LOG, Data, Json, patched
from wiptui.store.file.salvage import decode
from wiptui.store.tiny_store import TinyStore

NOON = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
HOSTS = ("laptop", "desk", "phone")
replicas = st.integers(0, len(HOSTS) - 1)
fractions = st.floats(0, 1)
COPY_NAMES = (
    "wip.sync-conflict-20261122-{n:06}-ABCDEFG.json",
    "wip (conflicted copy {n} 2026-11-22 101500).json",
    "wip ({n}'s conflicted copy 2026-11-22).json",
    "wip-desk-safeBackup-{n:04}.json",
    "wip.json.conflict{n}",
    "wip.conflict{n}.json",
    "wip (SFConflict me@x 2026-11-22-10-15-{n}).json",
    "wip.json..path1",
    "wip.Conflict.{n}.json",
)


class Replica:
    """One machine: its synced folder, its own state, its clock, and a wiptui that runs there."""

    def __init__(self, root: Path, host: str) -> None:
        self.folder = root / host / "Sync"
        self.folder.mkdir(parents=True)
        self.state = root / host / "state"
        self.file = self.folder / "wip.json"
        self.host = host
        self.skew = timedelta()
        self.ticks = 0
        self.starts = 0
        self.start()

    def start(self) -> None:
        self.store = TinyStore(self.file, now=self.now, device=self.host, state=str(self.state), patience_s=0)
        self.starts += 1

    def now(self) -> datetime:
        self.ticks += 1
        return NOON + self.skew + timedelta(milliseconds=self.ticks)

    def bytes(self) -> bytes | None:
        return self.file.read_bytes() if self.file.exists() else None

    def beside(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir() if path != self.file)


class SyncMachine(RuleBasedStateMachine):
    """See the module."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="wiptui-sync-"))
        self.fsync, os.fsync = os.fsync, lambda fd: None  # type: ignore[assignment]
        self.replicas = [Replica(self.root, host) for host in HOSTS]
        self.acknowledged: set[tuple[str, str, str, str]] = set()
        self.past: list[bytes] = []
        self.agreed: dict[int, bytes] = {}
        self.copies = 0
        self.drawn = 4503599627370496

    def teardown(self) -> None:
        try:
            self.everybody_merges_with_everybody()
            self.check()
        finally:
            os.fsync = self.fsync
            shutil.rmtree(self.root)

    @initialize()
    def begin_with_one_database(self) -> None:
        self.edit(0, "add", "state", "ready")
        blob = self.replicas[0].bytes()
        assert blob is not None
        for place, replica in enumerate(self.replicas):
            if place:
                replica.file.write_bytes(blob)
                replica.store.read()
            self.agreed[place] = blob

    # --- people

    @rule(who=replicas, what=st.sampled_from(["add", "first", "last"]), field=st.sampled_from(["state", "title", "x"]),
          value=st.sampled_from(["ready", "doing", 1, True, 1.0, None, "\u2028", ["a"]]))  # fmt: skip
    def edit(self, who: int, what: str, field: str, value: Json) -> None:
        """A change that wiptui acknowledged must never be lost."""
        replica = self.replicas[who]

        def work(data: Data) -> tuple[Data, None]:
            tasks = data.get("tasks", {})
            if what == "add" or not tasks:
                self.drawn += 1
                key = str(self.drawn)
            else:
                key = min(tasks) if what == "first" else max(tasks)
            ms = (replica.now() - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
            record, stamp = patched(tasks.get(key), {field: value}, ms, replica.store.actor)
            self.promised = (key, stamp, field, json.dumps(value))
            return {**data, "tasks": {**tasks, key: record}}, None

        replica.store.transact(work)
        self.acknowledged.add(self.promised)
        self._note(replica)

    @rule(who=replicas)
    def read(self, who: int) -> None:
        self.replicas[who].store.read()
        self._note(self.replicas[who])

    @rule(who=replicas)
    def restart(self, who: int) -> None:
        self.replicas[who].store.close()
        self.replicas[who].start()

    @rule(who=replicas, days=st.sampled_from([-4000, -1, 0, 1, 3300]))
    def set_the_clock(self, who: int, days: int) -> None:
        self.replicas[who].skew = timedelta(days=days)

    @rule(who=replicas)
    def lay_out_anew(self, who: int) -> None:
        """Another program writes the file: the same content, another layout."""
        blob = self.replicas[who].bytes()
        if blob:
            try:
                value = json.loads(blob)
            except ValueError:
                return
            self.replicas[who].file.write_text(json.dumps(value, indent=1), encoding="utf-8")

    # --- sync tools

    @rule(origin=replicas, to=replicas, name=st.sampled_from(COPY_NAMES), swap=st.booleans())
    def sync(self, origin: int, to: int, name: str, swap: bool) -> None:
        """What a sync client does: deliver, or if both sides changed, leave one of them as a conflict copy."""
        blob, there = self.replicas[origin].bytes(), self.replicas[to].bytes()
        if origin == to or blob is None or blob == there:
            return
        if there is None or there == self.agreed.get(to):
            self._put(to, blob)
            self.agreed[origin] = self.agreed[to] = blob
            return
        self.copies += 1
        copy = self.replicas[to].folder / name.format(n=self.copies)
        copy.write_bytes(blob if swap else there)
        if not swap:
            self._put(to, blob)
            self.agreed[origin] = self.agreed[to] = blob

    @rule(origin=replicas, to=replicas)
    def overwrite(self, origin: int, to: int) -> None:
        """rsync, or a stick: the file of one over the file of the other, whichever is newer."""
        blob = self.replicas[origin].bytes()
        if blob is not None and origin != to:
            self.replicas[to].file.write_bytes(blob)

    @rule(to=replicas, which=fractions)
    def roll_back(self, to: int, which: float) -> None:
        """git checkout of an old commit, or a stale copy that comes back."""
        if self.past:
            self._put(to, self.past[int(which * (len(self.past) - 1))])

    @rule(to=replicas)
    def vanish(self, to: int) -> None:
        self.replicas[to].file.unlink(missing_ok=True)

    @rule(to=replicas, at=fractions)
    def truncate(self, to: int, at: float) -> None:
        blob = self.replicas[to].bytes()
        if blob:
            self.replicas[to].file.write_bytes(blob[: int(at * len(blob))])

    @rule(to=replicas, at=fractions, junk=st.sampled_from([b"\0" * 64, b"<<<<<<< HEAD\n", b"\xff", b"{", b"\n"]))
    def damage(self, to: int, at: float, junk: bytes) -> None:
        """Bytes written over others, at the beginning of a line so that no record turns into another good one."""
        blob = self.replicas[to].bytes()
        if blob:
            place = blob.rfind(b"\n", 0, int(at * len(blob)) + 1) + 1
            self.replicas[to].file.write_bytes(blob[:place] + junk + blob[place + len(junk) :])

    @rule(who=replicas)
    def leave_a_draft(self, who: int) -> None:
        """A wiptui that was killed while it saved."""
        (self.replicas[who].folder / "~syncthing~wiptui-abcdefgh.tmp").write_bytes(b'{"tasks":{')

    # --- the promise

    def everybody_merges_with_everybody(self) -> None:
        for replica in self.replicas:
            replica.store.close()
            replica.start()
            replica.store.read()
        for turn in range(4):
            for target, replica in enumerate(self.replicas):
                for source, other in enumerate(self.replicas):
                    blob = other.bytes()
                    if source != target and blob is not None and blob != replica.bytes():
                        self.copies += 1
                        name = COPY_NAMES[self.copies % len(COPY_NAMES)].format(n=self.copies)
                        (replica.folder / name).write_bytes(blob)
                        replica.store.read()
            if turn and len({replica.bytes() for replica in self.replicas}) == 1:
                return

    def check(self) -> None:
        blobs = {replica.host: replica.bytes() for replica in self.replicas}
        assert len(set(blobs.values())) == 1, blobs
        for replica in self.replicas:
            data = replica.store.read()
            for key, stamp, field, value in self.acknowledged:
                patch = data["tasks"][key][LOG].get(stamp, {})
                assert field in patch and json.dumps(patch[field]) == value, (replica.host, key, stamp, field)
            assert [name for name in replica.beside() if self._is_ours(replica.folder / name)] == []
            before = replica.file.stat().st_mtime_ns, replica.bytes()
            replica.store.merge_now()
            replica.store.close()
            replica.start()
            replica.store.merge_now()
            assert (replica.file.stat().st_mtime_ns, replica.bytes()) == before, "a second merge writes nothing"

    def _put(self, target: int, blob: bytes) -> None:
        """Replace the file as Syncthing does: another inode."""
        draft = self.replicas[target].folder / "~syncthing~wip.json.tmp"
        draft.write_bytes(blob)
        draft.replace(self.replicas[target].file)

    def _is_ours(self, path: Path) -> bool:
        """Whether a copy has anything in it; torn to nothing it is left to the person."""
        return not path.name.startswith("~") and decode(path.read_bytes()).is_ours

    def _note(self, replica: Replica) -> None:
        blob = replica.bytes()
        if blob is not None and (not self.past or self.past[-1] != blob):
            self.past.append(blob)


TestSync = SyncMachine.TestCase
TestSync.settings = settings(
    max_examples=int(os.environ.get("SYNC_EXAMPLES", "60")),
    stateful_step_count=int(os.environ.get("SYNC_STEPS", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestSync = pytest.mark.filterwarnings("error")(TestSync)
