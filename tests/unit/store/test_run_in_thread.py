"""Work on another thread: its answer, and its failure, come to whoever waits for it."""

from __future__ import annotations

import _thread

import pytest

from wiptui.store.file.writer import run_in_thread


def test_the_answer_comes_from_another_thread() -> None:
    wait = run_in_thread(_thread.get_ident)
    assert wait() not in (0, _thread.get_ident())
    assert wait() == wait()


def test_a_failure_comes_through() -> None:
    def fail() -> None:
        raise KeyError("stop")

    with pytest.raises(KeyError, match="stop"):
        run_in_thread(fail)()


def test_where_no_thread_can_be_had_it_is_done_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(_thread, "start_new_thread", refuse)
    assert run_in_thread(_thread.get_ident)() == _thread.get_ident()
