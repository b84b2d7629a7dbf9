"""Changes behind the shadow: what was acknowledged is there, whatever becomes of the file, the shadow and the tail."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_fixture import MS, StoreFixture

from wiptui.domain.core.record import patched
from wiptui.store.file.codec import encode
from wiptui.store.file.salvage import decode
from wiptui.store.index.splice import delta_line


@pytest.fixture
def fixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StoreFixture:
    """A desk whose file counts as large, with eighty tasks in the shadow and three more behind it."""
    monkeypatch.setattr("wiptui.store.local.state_dir.StateDir.large", 0)
    fixture = StoreFixture(tmp_path)
    for number in range(80):
        fixture.put(str(1000 + number), title=f"old {number}")
    (fixture.home / "shadow.tail").unlink(missing_ok=True)
    fixture.restart()
    Path(fixture.home / "shadow.json").write_bytes(fixture.file.read_bytes())
    assert fixture.store.merge_now() is not None
    fixture.before = fixture.file.read_bytes()  # type: ignore[attr-defined]
    for number in range(3):
        fixture.put(str(2000 + number), title=f"new {number}")
    assert fixture.store.state_dir.tail_size() > 0, "the changes went behind the shadow"
    return fixture


def news(fixture: StoreFixture) -> list[str]:
    assert fixture.file.read_bytes() == encode(decode(fixture.file.read_bytes()).data)
    return [title for title in fixture.titles() if title.startswith("new")]


def test_an_old_file_laid_over_brings_nothing_back(fixture: StoreFixture) -> None:
    fixture.file.write_bytes(fixture.before)  # type: ignore[attr-defined]
    fixture.restart()
    assert len(fixture.titles()) == 83
    assert news(fixture) == ["new 0", "new 1", "new 2"]


def test_a_tail_whose_shadow_is_lost_still_tells_what_it_holds(fixture: StoreFixture) -> None:
    (fixture.home / "shadow.json").unlink()
    fixture.file.write_bytes(fixture.before)  # type: ignore[attr-defined]
    fixture.restart()
    assert news(fixture) and len(fixture.titles()) == 83


@pytest.mark.parametrize("missing", [1, 2, 20, 60])
def test_a_torn_last_line_costs_only_itself_and_the_next_one_counts(fixture: StoreFixture, missing: int) -> None:
    tail = fixture.home / "shadow.tail"
    tail.write_bytes(tail.read_bytes()[:-missing])
    record, _ = patched(None, {"title": "new 3"}, MS, "bbbb11111")
    assert fixture.store.state_dir.append_tail(delta_line({"tasks": {"3000": record}}))
    fixture.file.write_bytes(fixture.before)  # type: ignore[attr-defined]
    fixture.restart()
    assert {"new 0", "new 1", "new 3"} <= set(news(fixture))


def test_the_tail_never_outgrows_a_quarter_of_the_file_and_another_process_sees_each_change(
    fixture: StoreFixture,
) -> None:
    sizes = []
    for number in range(40):
        fixture.put("2000", title=f"new {number}")
        sizes.append(fixture.store.state_dir.tail_size())
        assert sizes[-1] < fixture.file.stat().st_size // 4
        if number % 8 == 0:
            assert fixture.open().read() == fixture.store.read()
    assert 0 in sizes, "now and then the shadow is written anew"
