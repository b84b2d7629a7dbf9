"""The lock says who holds it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wiptui.domain.core.errors import FileBusy
from wiptui.store.file.lock import Lock
from wiptui.store.local.device import LockOptions


def held(tmp_path: Path, command: str = "add") -> Lock:
    lock_options = LockOptions()
    lock_options.command = command
    lock = Lock(str(tmp_path / "lock"), str(tmp_path), lock_options)
    lock.acquire()
    return lock


def test_who_waits_too_long_is_told_the_process_and_its_command(tmp_path: Path) -> None:
    lock = held(tmp_path)
    with pytest.raises(FileBusy, match=rf"held by “wiptui add” \(process {os.getpid()}\)"):
        Lock(str(tmp_path / "lock"), str(tmp_path)).acquire(0)
    lock.release()
    Lock(str(tmp_path / "lock"), str(tmp_path)).acquire(0)


@pytest.mark.parametrize(
    "text", [b"", b"\n", b"\nno number", b"\n99999999999999 add", b"\n\xff\xfe", b"\n4194305 add", b"\n-1 add"]
)
def test_a_lock_that_says_nothing_sound_is_held_by_another_wiptui(tmp_path: Path, text: bytes) -> None:
    lock = held(tmp_path)
    (tmp_path / "lock").write_bytes(text)
    with pytest.raises(FileBusy, match="held by another wiptui"):
        Lock(str(tmp_path / "lock"), str(tmp_path)).acquire(0)
    lock.release()


def test_a_command_that_is_none_is_not_repeated(tmp_path: Path) -> None:
    lock = held(tmp_path, "add\x1b]2;x")
    with pytest.raises(FileBusy, match="“wiptui” "):
        Lock(str(tmp_path / "lock"), str(tmp_path)).acquire(0)
    lock.release()


def test_who_waits_is_told_after_a_second(tmp_path: Path) -> None:
    lock = held(tmp_path)
    told: list[str] = []
    lock_options = LockOptions()
    lock_options.tell = told.append
    with pytest.raises(FileBusy):
        Lock(str(tmp_path / "lock"), str(tmp_path), lock_options).acquire(1.1)
    assert told == [f"Waiting for “wiptui add” (process {os.getpid()}), which holds the data file."]
    lock.release()
