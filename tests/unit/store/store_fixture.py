"""A store over a file in a temporary folder, and the few moves that these tests make with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from wiptui.domain.core.record import LOG, Data, Json, patched
from wiptui.store.file.codec import encode
from wiptui.store.file.file_io import Signature, signature
from wiptui.store.tiny_store import TinyStore

NOON = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
MS = 1_795_352_700_000


class StoreFixture:
    """One machine: a synced folder, a state folder, a clock that ticks."""

    def __init__(self, root: Path, host: str = "laptop", **options: float) -> None:
        self.folder = root / "Sync"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.file = self.folder / "wip.json"
        self.state = root / f"state-{host}"
        self.host = host
        self.at = NOON
        self.options = {"patience_s": 0, **options}
        self.store = self.open()

    def open(self) -> TinyStore:
        """Another process of the same machine."""
        return TinyStore(self.file, now=self.now, device=self.host, state=str(self.state), **self.options)  # type: ignore[arg-type]

    def restart(self) -> TinyStore:
        self.store.close()
        self.store = self.open()
        return self.store

    def signature(self) -> Signature:
        """Changes with every write, and not with a read (as the time of the last access does)."""
        return signature(str(self.file))

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at

    def put(self, key: str, store: TinyStore | None = None, **fields: Json) -> Data:
        """Patch one task; the data after it."""
        store = store or self.store

        def work(data: Data) -> tuple[Data, None]:
            tasks = data.get("tasks", {})
            record, _ = patched(tasks.get(key), fields, store.now_ms(), store.actor)
            return {**data, "tasks": {**tasks, key: record}}, None

        store.transact(work)
        return store.read()

    def titles(self) -> list[str]:
        return sorted(str(task.get("title")) for task in self.store.read().get("tasks", {}).values())

    def beside(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir() if path != self.file)

    @property
    def home(self) -> Path:
        """This machine's folder for the file."""
        return Path(self.store.state_dir.home)


def elsewhere(blob: bytes, key: str, actor: str = "bbbb11111", **fields: Json) -> bytes:
    """The file as another machine left it after one change."""
    from wiptui.store.file.salvage import decode

    data = decode(blob).data
    tasks = data.get("tasks", {})
    newest = max((stamp for task in tasks.values() for stamp in task[LOG]), default="")
    record, _ = patched(tasks.get(key), fields, MS + 60_000 + len(newest), actor)
    return encode({**data, "tasks": {**tasks, key: record}})
