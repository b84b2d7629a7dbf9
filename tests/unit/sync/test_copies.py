"""The names of conflict copies, as the tools were seen to write them."""

from __future__ import annotations

import pytest

from wiptui.sync.conflict_names import nominated, verdict

CERTAIN = """
wip.sync-conflict-20261122-101500-ABCDEFG.json
wip.sync-conflict-20261122-101500.json
wip.sync-conflict-20261122-101500-ABCDEFG.sync-conflict-20261123-101500-HIJKLMN.json
wip (conflicted copy laptop 2026-11-22 101500).json
wip_conflict-20261122-101500.json
wip (Zoë's conflicted copy 2026-11-22).json
wip (Zoë's conflicted copy 2026-11-22 (1)).json
wip (Zoë's conflicted copy 2026-11-22) (Ada's conflicted copy 2026-11-23).json
wip (In Konflikt stehende Kopie von Zoë 2026-11-22).json
wip (Copie en conflit de Zoë 2026-11-22).json
wip (Copia en conflicto de Zoë 2026-11-22).json
wip (Copia in conflitto di Zoë 2026-11-22).json
wip (Zoë の競合コピー 2026-11-22).json
wip (Zoë 的冲突副本 2026-11-22).json
wip (Конфликтующая копия пользователя Zoë 2026-11-22).json
wip-desk-safeBackup-0001.json
wip.json.conflict1
wip.json.conflict1.conflict2
wip.conflict1.json
wip.json..path1
wip..path2.json
wip (conflict #1_on_2026-11-22).json
wip.Conflict.json
wip.Conflict.1.json
wip.Conflict.12.json
wip.json.Conflict
wip (SFConflict me@example.org 2026-11-22-10-15-00).json
wip (Conflicted copy desk 202611221015).json
wip.json.orig
wip_laptop_Nov-30-1010-2026_Conflict.json
wip_my_old-laptop_Nov-30-1010-2026_Conflict.json
wip_laptop_Nov-30-1010-2026_Conflict(1).json
wip_laptop_Nov-30-1010-2026_Conflict_phone_Nov-30-1011-2026_Conflict.json
wip_Andy-PC_Jan-03-0901-2013_CaseConflict_1.json
wip_desk 7_Nov-30-1010-2026_UploadNameConflict.json
wip (MacBook-Pro (2)'s conflicted copy 2026-11-22).json
wip [conflicted].json
wip [Conflict].json
wip [conflicted] (1).json
wip [conflicted] [conflicted].json
wip [Konflikt].json
wip_conflict_1.json
wip_conflict_20261130_101000.json
wip-conflict-2.json
wip conflict.json
wip 2 (Ana's conflicted copy).json
wip 2 (Ana's conflicted copy 2026-11-22).json
wip (1) (Copie en conflit de Zoë 2026-11-22).json
wip copy (Zoë's conflicted copy 2026-11-22).json
wip (Zoë's conflicted copy 2026-11-22) 2.json
wip # Name clash 2026-11-22 aB3dE #.json
wip.sync-conflict-20261122-101500-ABCDEFG 2.json
"""
UNCERTAIN = """
wip-desk.json
wip-desk-2.json
wip-work.json
wip 2.json
wip (1).json
wip(2).json
wip - Copy.json
wip - Copy (2).json
wip - Kopie.json
wip - Copie.json
wip copy.json
wip copy 2.json
wip Kopie.json
wip (copy).json
wip (copy 1).json
wip (another copy).json
wip (3rd copy).json
wip_1.json
wip_2.json
wip 2 3.json
wip (1) (1).json
Copy of wip.json
Copy (2) of wip.json
Kopie von wip.json
Copie de wip.json
Copia di wip (1).json
コピー wip.json
wip_LOCAL_123.json
wip_REMOTE_123.json
wip_BASE_123.json
"""
NONE = """
wip.json
wipe.json
wip.toml
wip.json.bak
wip.json~
wip.txt
old wip.json
my wip.json
kopwip.json
copy of wip.txt
wip copyright.json
wip_old.json
wipcopy.json
wip.sync-conflict.json
.wip.json.swp
~syncthing~wiptui-abcdefgh.tmp
"""


@pytest.mark.parametrize("name", CERTAIN.strip().splitlines())
def test_names_that_only_tools_give(name: str) -> None:
    assert verdict("wip.json", name) == "certain"


@pytest.mark.parametrize("name", UNCERTAIN.strip().splitlines())
def test_names_that_a_person_may_have_given(name: str) -> None:
    assert verdict("wip.json", name) == "uncertain"


@pytest.mark.parametrize("name", NONE.strip().splitlines())
def test_names_that_mean_nothing(name: str) -> None:
    assert verdict("wip.json", name) is None


@pytest.mark.parametrize("main", ["my.tasks.json", "tasks", "täsks+(1).json", "wip.db"])
def test_whatever_the_file_is_called(main: str) -> None:
    stem, dot, ending = main.rpartition(".") if "." in main else (main, "", "")
    for middle in (".sync-conflict-20261122-101500-ABCDEFG", " (conflicted copy 2026-11-22)"):
        assert verdict(main, f"{stem}{middle}{dot}{ending}") == "certain"
    assert verdict(main, main) is None


@pytest.mark.parametrize(
    ("middle", "found"),
    [
        ("_conflict_" * 24 + "\n", "certain"),
        (" (conflict" * 24 + "\n", "certain"),
        ("-x-safeBackup-1" * 16 + "!", "uncertain"),
        (" 1" * 100 + "!", None),
        (" copy 1" * 30 + "!", None),
        (" (" * 120, None),
    ],
)
def test_no_name_takes_long_to_judge(middle: str, found: str | None) -> None:
    """Each of these took from minutes to for ever, or looks as if it could."""
    assert verdict("wip.json", f"wip{middle}.json") == found


def test_the_mirror_file_of_a_phone() -> None:
    assert verdict("todo.txt", "todo_conflict_3f2a9c1e-77aa-4f0e-9d31-0c9f6f1a2b3c.txt") == "certain"


def test_they_come_in_order() -> None:
    assert nominated("wip.json", ["wip 2.json", "x", "wip.json", "wip-a.json"]) == [
        ("wip 2.json", "uncertain"),
        ("wip-a.json", "uncertain"),
    ]
