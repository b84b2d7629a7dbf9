"""Work on another thread: its answer, and its failure, come to whoever waits for it."""

from __future__ import annotations

import _thread
from pathlib import Path

import pytest

from wiptui.store.file.file_io import FileChanged, signature
from wiptui.store.file.file_slice import FileSlice
from wiptui.store.index.aside import aside
from wiptui.store.index.sums import PIECE, fits, sums_of


def test_the_answer_comes_from_another_thread() -> None:
    wait = aside(_thread.get_ident)
    assert wait() not in (0, _thread.get_ident())
    assert wait() == wait()


def test_a_failure_comes_through() -> None:
    def fail() -> None:
        raise KeyError("stop")

    with pytest.raises(KeyError, match="stop"):
        aside(fail)()


def test_where_no_thread_can_be_had_it_is_done_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(_thread, "start_new_thread", refuse)
    assert aside(_thread.get_ident)() == _thread.get_ident()


@pytest.mark.parametrize("change", ["first half", "second half", "gone"])
def test_a_file_of_many_pieces_is_summed_in_two_halves(tmp_path: Path, change: str) -> None:
    path = tmp_path / "wip.json"
    raw = bytearray(b"0123456789abcdef" * (PIECE // 16) * 8)
    path.write_bytes(raw)
    sums = sums_of(bytes(raw))
    assert fits(sums, FileSlice(str(path), signature(str(path))))
    before = signature(str(path))
    if change == "gone":
        path.unlink()
        with pytest.raises(FileChanged):
            fits(sums, FileSlice(str(path), before))
        return
    raw[5 if change == "first half" else -5] ^= 1
    path.write_bytes(raw)
    assert not fits(sums, FileSlice(str(path), signature(str(path))))
