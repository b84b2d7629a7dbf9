"""Every text of every record, in the answers to an agent: nothing that a terminal acts on or that hides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import hostile
from builders import BERLIN, NOON
from hostile import POISON, acts, leaves
from mcp import Client

from wiptui.agent.server import build
from wiptui.agent.tools import TOOLS
from wiptui.domain.core.clock import FixedClock
from wiptui.domain.core.ids import SeededIds
from wiptui.service import open_service

CASES: dict[str, list[dict[str, Any]]] = {
    "status": [{}],
    "next": [{}],
    "today": [{}],
    "plan": [{"tasks": ["{ready}"]}, {"tasks": ["{ready}"], "off": True}, {"tasks": ["{doing}"], "swap": POISON}],
    "list": [{}, {"finished": True}, {"query": POISON}, {"state": POISON}],
    "show": [{"task": "{doing}"}, {"task": "{waiting}"}, {"task": "{done}"}, {"task": POISON}, {"task": "the"}],
    "add": [{"text": f"new{POISON}"}, {"text": POISON, "start": True}, {"text": "\u200b"}],
    "wait": [{"task": "{doing}", "on": POISON, "why": POISON}, {"task": "{waiting}", "until": POISON}],
    "edit": [{"task": "{ready}", "note": POISON}, {"task": "{ready}", "priority": POISON}, {"task": "{ready}"}],
    "start": [{"tasks": ["{ready}"]}, {"tasks": ["{backlog}"]}, {"tasks": ["{ready}"], "swap": POISON}],
    "resolve": [{"task": "{waiting}"}],
    "done": [{"tasks": ["{doing}"]}],
    "put_back": [{"tasks": ["{doing}"], "next_step": POISON}],
    "drop": [{"tasks": ["{ready}"]}],
    "reopen": [{"task": "{done}"}],
    "select": [{"tasks": ["{backlog}"]}],
    "defer": [{"tasks": ["{ready}"]}],
    "undo": [{}],
}


def test_every_tool_has_a_case() -> None:
    assert set(CASES) == set(TOOLS)


async def test_what_an_agent_is_told_does_nothing(home: Path) -> None:
    path = home / "wip.json"
    hostile.write(path)
    hostile.write_copy(path)
    service = open_service(path, clock=FixedClock(NOON, BERLIN), ids=SeededIds(3))
    words: dict[str, str] = {}
    for task in service.board().all_tasks():
        words.setdefault(f"{{{task.state}}}", task.key)

    def said(value: Any) -> Any:
        return [said(item) for item in value] if isinstance(value, list) else words.get(value, value)

    told = 0
    async with Client(build(service)) as client:
        for tool, cases in CASES.items():
            for case in cases:
                result = await client.call_tool(tool, {name: said(value) for name, value in case.items()})
                texts = [*leaves(result.structured_content), *(block.text for block in result.content)]
                assert texts and not [acts(text) for text in texts if acts(text)], (tool, case)
                told += len(texts)
    assert told > 1_000
