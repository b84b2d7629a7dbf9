"""A save under every failure: the file is the old or the new one, and what was acknowledged is kept."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import get_ident
from typing import Any

import pytest
from store_fixture import StoreFixture

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.record import Data
from wiptui.store.file import file_io
from wiptui.store.local import connection
from wiptui.store.local_db import LocalDb

WRITES = ("BEGIN", "COMMIT", "ROLLBACK", "INSERT", "DELETE")
CALLS = ("open", "write", "fsync", "fchmod", "replace", "unlink", "mkdir", "link")
Fault = Callable[[str, int, tuple[object, ...]], None]


@contextmanager
def calls_go_through(fault: Fault) -> Iterator[list[str]]:
    """Every call of the operating system that a save makes, and every statement of the local database, passes ``fault``
    first; the names of those made.
    """
    made: list[str] = []

    def wrap(name: str) -> Callable[..., object]:
        real = getattr(os, name)

        def call(*args: object, **kwargs: object) -> object:
            if name == "open" and not (isinstance(args[1], int) and args[1] & os.O_CREAT):
                return real(*args, **kwargs)
            made.append(name)
            fault(name, len(made) - 1, args)
            return real(*args, **kwargs)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, wrap(name))

        class Faulty(sqlite3.Connection):
            def _pass(self, statement: str) -> None:
                name = f"sql {statement.split()[0]}"
                made.append(name)
                try:
                    fault(name, len(made) - 1, (statement,))
                except OSError as error:
                    raise sqlite3.OperationalError(f"disk I/O error: {error.strerror}") from error

            def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:  # type: ignore[override]
                if statement.startswith(WRITES):
                    self._pass(statement)
                return super().execute(statement, *values)

            def executemany(self, statement: str, *values: Any) -> sqlite3.Cursor:  # type: ignore[override]
                self._pass(statement)
                return super().executemany(statement, *values)

        patch.setattr(connection.sqlite3, "connect", partial(sqlite3.connect, factory=Faulty))
        yield made


def no_fault(name: str, number: int, args: tuple[object, ...]) -> None:
    """Everything works."""


def prepared(root: Path) -> StoreFixture:
    fixture = StoreFixture(root)
    fixture.put("77", title="Old", note="so long " * 300)
    fixture.restart()
    return fixture


def number_of_calls(root: Path) -> int:
    fixture = prepared(root)
    with calls_go_through(no_fault) as made:
        fixture.put("88", title="New")
    return len(made)


def fresh(fixture: StoreFixture) -> Data:
    """What a process that starts now sees, without merging anything."""
    return fixture.open().replica._loader.load().data


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("lasting", [False, True])
def test_any_call_may_fail(tmp_path: Path, code: int, lasting: bool) -> None:
    total = number_of_calls(tmp_path / "count")
    assert total >= 10
    outcomes = set()
    for place in range(total):
        fixture = prepared(tmp_path / str(place))
        old = fixture.file.read_bytes()

        def fault(name: str, number: int, args: tuple[object, ...], place: int = place) -> None:
            if number == place or (lasting and number > place and name != "unlink"):
                raise OSError(code, os.strerror(code))

        with calls_go_through(fault) as made:
            try:
                fixture.put("88", title="New")
                said = "saved"
            except DataFileError as error:
                said = "refused"
                assert "othing was changed" in str(error)
        now = fixture.file.read_bytes()
        is_new = "88" in fresh(fixture)["tasks"]
        assert is_new == (said == "saved"), (made[place], said)
        if now != old:
            assert "88" in fresh(fixture)["tasks"]
        elif said == "saved":
            assert any("Saved on this machine, not yet in the synced file" in note for note in fixture.store.notes)
        outcomes.add((said, now != old))
        fixture.restart()
        fixture.put("99", title="Later")
        assert [name for name in fixture.beside() if not file_io.is_draft(name)] == []
        assert "77" in fresh(fixture)["tasks"] and (said == "refused") == ("88" not in fresh(fixture)["tasks"])
    assert ("saved", True) in outcomes


@pytest.mark.parametrize("name", ["open", "write", "fsync", "replace"])
def test_failures_only_in_the_synced_folder_lose_nothing(tmp_path: Path, name: str) -> None:
    fixture = prepared(tmp_path)
    draft = f"{fixture.folder}{os.sep}{file_io.TEMP_PREFIX}"
    drafts: set[int] = set()
    real_open, real = os.open, getattr(os, name)

    def opened(path: object, *args: object, **kwargs: object) -> int:
        fd: int = real_open(path, *args, **kwargs)  # type: ignore[arg-type]
        (drafts.add if str(path).startswith(draft) else drafts.discard)(fd)
        return fd

    def failing(first: object, *args: object, **kwargs: object) -> object:
        if first in drafts or str(first).startswith(draft):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(first, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", opened)
        patch.setattr(os, name, failing)
        fixture.put("88", title="New")
    assert fixture.store.notes == ["Saved on this machine, not yet in the synced file: no space left on device."]
    assert b"New" not in fixture.file.read_bytes()
    assert fixture.titles() == ["New", "Old"]
    assert fixture.beside() == []
    fixture.restart()
    assert fixture.titles() == ["New", "Old"]
    assert b"New" in fixture.file.read_bytes(), "written as soon as there is room"


def test_a_folder_that_cannot_be_told_is_a_doubt_not_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fixture = prepared(tmp_path)
    real = os.fsync

    def fsync(fd: int) -> None:
        if Path(f"/proc/self/fd/{fd}").is_dir():
            raise OSError(errno.EIO, "Input/output error")
        real(fd)

    monkeypatch.setattr(os, "fsync", fsync)
    fixture.put("88", title="New")
    assert b"New" in fixture.file.read_bytes()
    assert any("unknown whether it would survive a power cut" in note for note in fixture.store.notes)


def test_fsync_is_never_tried_twice_on_a_descriptor(tmp_path: Path) -> None:
    fixture = prepared(tmp_path)
    tried: list[object] = []

    def fault(name: str, number: int, args: tuple[object, ...]) -> None:
        if name == "fsync":
            tried.append(args[0])
        if name in ("fsync", "sql COMMIT"):
            raise OSError(errno.EIO, "Input/output error")

    with calls_go_through(fault), pytest.raises(DataFileError):
        fixture.put("88", title="New")
    assert len(tried) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_process_may_die_at_any_call(tmp_path: Path) -> None:
    died = []
    for place in range(number_of_calls(tmp_path / "count")):
        fixture = prepared(tmp_path / str(place))
        old = fixture.file.read_bytes()

        def die(name: str, number: int, args: tuple[object, ...], place: int = place) -> None:
            if number == place:
                os._exit(9)

        pid = os.fork()
        if pid == 0:
            with calls_go_through(die):
                fixture.put("88", title="New")
            os._exit(0)
        died.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9)
        now = fixture.file.read_bytes()
        assert now == old or (b'"New"' in now and now.endswith(b"}}\n"))
        fixture.restart()
        fixture.put("99", title="The lock is free")
        assert set(fixture.titles()) - {"New"} == {"Old", "The lock is free"}
        assert [name for name in fixture.beside() if not file_io.is_draft(name)] == []
    assert sum(died) > len(died) - 10, "how often it looks whether the file has settled depends on the clock"


def test_both_copies_are_on_the_disk_before_the_file_is_swapped_and_the_folder_after(tmp_path: Path) -> None:
    fixture = prepared(tmp_path)
    steps: list[str] = []
    names: dict[int, str] = {}
    real_open, real_fsync, real_replace = os.open, os.fsync, os.replace

    def opened(path: object, *args: object, **kwargs: object) -> int:
        fd: int = real_open(path, *args, **kwargs)  # type: ignore[arg-type]
        names[fd] = str(path)
        return fd

    def synced(fd: int) -> None:
        real_fsync(fd)
        steps.append(names[fd])

    def swapped(source: str, target: str) -> None:
        steps.append(f"-> {target}")
        real_replace(source, target)

    save = LocalDb.save

    def saved(self: LocalDb, *args: Any, **how: Any) -> bool:
        done = save(self, *args, **how)
        steps.append(f"database {how['sync']}")
        return done

    with pytest.MonkeyPatch.context() as patch:
        for name, fake in (("open", opened), ("fsync", synced), ("replace", swapped)):
            patch.setattr(os, name, fake)
        patch.setattr(LocalDb, "save", saved)
        fixture.put("88", title="New")
    swap = steps.index(f"-> {fixture.file}")
    before, after = steps[:swap], steps[swap + 1 :]
    assert any(step.startswith(f"{fixture.folder}{os.sep}{file_io.TEMP_PREFIX}") for step in before)
    assert "database True" in before
    assert str(fixture.folder) in after


def test_somebody_replaces_the_file_at_the_last_moment(tmp_path: Path) -> None:
    from store_fixture import elsewhere

    fixture = prepared(tmp_path)
    theirs = elsewhere(fixture.file.read_bytes(), "66", title="Theirs")
    once: list[int] = []

    def fault(name: str, number: int, args: tuple[object, ...]) -> None:
        if name == "fsync" and not once:
            once.append(1)
            other = fixture.folder / "~syncthing~wip.json.tmp"
            other.write_bytes(theirs)
            other.rename(fixture.file)

    with calls_go_through(fault):
        fixture.put("88", title="Mine")
    assert once
    assert fixture.titles() == ["Mine", "Old", "Theirs"]
    assert b"Theirs" in fixture.file.read_bytes() and b"Mine" in fixture.file.read_bytes()


def test_a_file_that_is_replaced_all_the_time_ends_in_words(tmp_path: Path) -> None:
    fixture = prepared(tmp_path)
    blob = fixture.file.read_bytes()

    def fault(name: str, number: int, args: tuple[object, ...]) -> None:
        if name == "fsync":
            other = fixture.folder / f"~syncthing~wip.{get_ident()}.tmp"  # two threads wait for the disk
            other.write_bytes(blob)
            other.rename(fixture.file)

    with calls_go_through(fault), pytest.raises(DataFileError, match="replaced again and again"):
        fixture.put("88", title="Mine")


def test_drafts_of_killed_saves_are_swept(tmp_path: Path) -> None:
    fixture = prepared(tmp_path)
    old, young = (
        fixture.folder / f"{file_io.TEMP_PREFIX}{name}{file_io.TEMP_SUFFIX}" for name in ("oldoldol", "youngyou")
    )
    for draft, age_s in ((old, 7200), (young, 60)):
        draft.write_bytes(b"{")
        at = fixture.at.timestamp() - age_s
        os.utime(draft, (at, at))
    fixture.put("88", title="New")
    assert fixture.beside() == [young.name]


def test_without_a_state_folder_it_still_works(tmp_path: Path) -> None:
    blocked = tmp_path / "state-laptop"
    blocked.write_bytes(b"a file where the folder should be")
    fixture = StoreFixture(tmp_path)
    fixture.put("77", title="Write")
    fixture.restart()
    assert fixture.titles() == ["Write"]
    fixture.put("77", title="Wrote")
    fixture.store.documents.put("undo", [1])
    assert fixture.store.documents.get("undo") == [1]
    assert (fixture.restart(), fixture.titles())[1] == ["Wrote"]
    assert fixture.beside() == []


def test_a_locked_file_is_waited_for_and_then_refused(tmp_path: Path) -> None:
    fixture = prepared(tmp_path)
    other = fixture.open()
    other.lock_options.patience_s = 0

    def work(data: Data) -> tuple[None, None]:
        with pytest.raises(DataFileError, match="held by"):
            fixture.put("88", other, title="New")
        return None, None

    fixture.store.transact(work)
    fixture.put("88", other, title="New")


def test_too_many_open_files_are_no_reason_to_go_without_a_lock(tmp_path: Path) -> None:
    fixture = prepared(tmp_path)
    old = fixture.file.read_bytes()

    def fault(name: str, number: int, args: tuple[object, ...]) -> None:
        if name == "open" and Path(str(args[0])).name == "lock":
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    with calls_go_through(fault), pytest.raises(DataFileError, match="cannot be locked"):
        fixture.put("88", title="New")
    assert fixture.file.read_bytes() == old


def test_a_copy_is_put_away_only_when_the_file_was_seen_to_hold_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store_fixture import elsewhere

    fixture = prepared(tmp_path)
    old = fixture.file.read_bytes()
    copy = fixture.folder / "wip.sync-conflict-20261122-101500-ABCDEFG.json"
    copy.write_bytes(elsewhere(old, "66", title="Theirs"))
    real = file_io.sync_folder
    there: list[bool] = []

    def overwritten(folder: str) -> str:
        if folder == str(fixture.folder) and not there:
            fixture.file.write_bytes(old)
        there.append(copy.exists())
        return real(folder)

    monkeypatch.setattr(file_io, "sync_folder", overwritten)
    assert fixture.titles() == ["Old", "Theirs"]
    assert there[0] and b"Theirs" in fixture.file.read_bytes()
    assert fixture.beside() == []
