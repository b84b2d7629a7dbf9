"""Changes behind the shadow: what was acknowledged is there, whatever becomes of the file, the shadow and the tail."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import MS, Desk

from wiptui.domain.core.record import patched
from wiptui.store.file.codec import encode
from wiptui.store.file.salvage import decode
from wiptui.store.index.splice import delta_line


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose file counts as large, with eighty tasks in the shadow and three more behind it."""
    monkeypatch.setattr("wiptui.store.local.state_dir.StateDir.large", 0)
    desk = Desk(tmp_path)
    for number in range(80):
        desk.put(str(1000 + number), title=f"old {number}")
    (desk.home / "shadow.tail").unlink(missing_ok=True)
    desk.restart()
    Path(desk.home / "shadow.json").write_bytes(desk.file.read_bytes())
    assert desk.store.merge_now() is not None
    desk.before = desk.file.read_bytes()  # type: ignore[attr-defined]
    for number in range(3):
        desk.put(str(2000 + number), title=f"new {number}")
    assert desk.store.state_dir.tail_size() > 0, "the changes went behind the shadow"
    return desk


def news(desk: Desk) -> list[str]:
    assert desk.file.read_bytes() == encode(decode(desk.file.read_bytes()).data)
    return [title for title in desk.titles() if title.startswith("new")]


def test_an_old_file_laid_over_brings_nothing_back(desk: Desk) -> None:
    desk.file.write_bytes(desk.before)  # type: ignore[attr-defined]
    desk.restart()
    assert len(desk.titles()) == 83
    assert news(desk) == ["new 0", "new 1", "new 2"]


def test_a_tail_whose_shadow_is_lost_still_tells_what_it_holds(desk: Desk) -> None:
    (desk.home / "shadow.json").unlink()
    desk.file.write_bytes(desk.before)  # type: ignore[attr-defined]
    desk.restart()
    assert news(desk) and len(desk.titles()) == 83


@pytest.mark.parametrize("missing", [1, 2, 20, 60])
def test_a_torn_last_line_costs_only_itself_and_the_next_one_counts(desk: Desk, missing: int) -> None:
    tail = desk.home / "shadow.tail"
    tail.write_bytes(tail.read_bytes()[:-missing])
    record, _ = patched(None, {"title": "new 3"}, MS, "bbbb11111")
    assert desk.store.state_dir.append_tail(delta_line({"tasks": {"3000": record}}))
    desk.file.write_bytes(desk.before)  # type: ignore[attr-defined]
    desk.restart()
    assert {"new 0", "new 1", "new 3"} <= set(news(desk))


def test_the_tail_never_outgrows_a_quarter_of_the_file_and_another_process_sees_each_change(desk: Desk) -> None:
    sizes = []
    for number in range(40):
        desk.put("2000", title=f"new {number}")
        sizes.append(desk.store.state_dir.tail_size())
        assert sizes[-1] < desk.file.stat().st_size // 4
        if number % 8 == 0:
            assert desk.open().read() == desk.store.read()
    assert 0 in sizes, "now and then the shadow is written anew"
