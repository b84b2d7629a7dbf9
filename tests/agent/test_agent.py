"""Agents, with the real client of the protocol's own library: the same commands, and the same gate."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import BERLIN, NOON
from mcp import Client, StdioServerParameters

from wiptui.agent.desk import READING, TOOLS
from wiptui.agent.server import build
from wiptui.domain.clock import FixedClock
from wiptui.domain.ids import SeededIds
from wiptui.service import Service, open_service

PROMISED = {"list", "show", "add", "start", "done", "wait", "resolve", "put_back", "drop", "next", "status", "undo"}


class Agent:
    """A client that is connected."""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def ask(self, tool: str, **words: Any) -> Any:
        """The answer of a tool that must not fail."""
        result = await self.client.call_tool(tool, words)
        assert not result.is_error, result.content
        return result.structured_content

    async def refused(self, tool: str, **words: Any) -> str:
        """The words of a tool that must fail."""
        result = await self.client.call_tool(tool, words)
        assert result.is_error
        return result.content[0].text  # type: ignore[union-attr]

    async def add(self, text: str, **words: Any) -> str:
        return (await self.ask("add", text=text, **words))["tasks"][0]["id"]


@pytest.fixture
def service(home: Path) -> Service:
    return open_service(home / "wip.json", clock=FixedClock(NOON, BERLIN), ids=SeededIds(3))


@asynccontextmanager
async def connected(server: Any) -> AsyncIterator[Agent]:
    async with Client(server) as client:
        yield Agent(client)


async def test_an_agent_over_a_pipe_meets_the_limit_with_the_ways_out(home: Path) -> None:
    program = StdioServerParameters(
        command=sys.executable, args=["-m", "wiptui", "mcp"], env={**os.environ, "WIPTUI_FILE": str(home / "wip.json")}
    )
    async with connected(program) as agent:
        for title in ("alpha", "beta", "gamma"):
            await agent.add(title, start=True)
        before = (home / "wip.json").read_bytes()
        delta = await agent.add("delta")
        after_adding = (home / "wip.json").read_bytes()
        words = await agent.refused("start", tasks=["delta"])
        assert (home / "wip.json").read_bytes() == after_adding != before, "a refusal changes no byte"
        alpha = (await agent.ask("show", task="alpha"))["id"][:5]
        assert "Doing is full: 3 of 3. Nothing was changed." in words and "The limit of 3 is the default." in words
        assert all(title in words for title in ("alpha", "beta", "gamma"))
        for way in (f'done(tasks=["{alpha}"])', f'wait(task="{alpha}", on="WHO")', f'put_back(tasks=["{alpha}"])',
                    f'start(tasks=["{delta[:5]}"], swap="{alpha}")'):  # fmt: skip
            assert way in words
        # The ways are real: taken as they stand, they lead out.
        await agent.ask("start", tasks=[delta[:5]], swap=alpha)
        assert (await agent.ask("status"))["wip"]["doing"] == 3
    board = open_service(home / "wip.json").board()
    assert [task.title for task in board.wip] == ["beta", "gamma", "delta"]


async def test_the_tools_and_what_they_promise(service: Service) -> None:
    async with connected(build(service)) as agent:
        tools = {tool.name: tool for tool in (await agent.client.list_tools()).tools}
    assert set(tools) == set(TOOLS) >= PROMISED
    for name, tool in tools.items():
        assert tool.description and tool.annotations is not None
        assert tool.annotations.read_only_hint == (name in READING)
    assert tools["start"].input_schema["required"] == ["tasks"]
    words = {name for tool in tools.values() for name in tool.input_schema["properties"]}
    assert not words & {"limit", "permanent", "expedite", "force", "file"}, "limits are the person's"


async def test_what_reads_changes_nothing(service: Service, home: Path) -> None:
    async with connected(build(service)) as agent:
        await agent.add("a", start=True)
        before = (home / "wip.json").read_bytes()
        for name in READING:
            await agent.ask(name, **({"task": "a"} if name == "show" else {}))
        assert (home / "wip.json").read_bytes() == before


async def test_every_verb(service: Service) -> None:
    async with connected(build(service)) as agent:
        task = await agent.add("(A) Write the report +acme @office due:fri")
        row = await agent.ask("show", task="report")
        assert (row["title"], row["project"], row["priority"], row["due"]) == (
            "Write the report", "acme", "A", "2026-11-27",
        )  # fmt: skip

        async def state_after(tool: str, **words: Any) -> str:
            answer = await agent.ask(tool, **words)
            assert answer["words"]
            return (await agent.ask("show", task=task))["state"]

        assert await state_after("defer", tasks=[task]) == "backlog"
        assert await state_after("select", tasks=[task]) == "ready"
        assert await state_after("start", tasks=["report"]) == "doing"
        assert await state_after("wait", task=task, on="Ana", until="fri") == "waiting"
        assert (await agent.ask("show", task=task))["follow_up"] == "2026-11-27"
        assert await state_after("resolve", task=task) == "waiting"
        assert await state_after("put_back", tasks=[task], next_step="ask Ana") == "ready"
        assert await state_after("edit", task=task, due="", note="n", tags=["x"]) == "ready"
        row = await agent.ask("show", task=task)
        assert (row["due"], row["note"], row["tags"], row["next_step"]) == (None, "n", ["x"], "ask Ana")
        assert await state_after("drop", tasks=[task]) == "dropped"
        assert await state_after("undo") == "ready"
        assert await state_after("start", tasks=[task]) == "doing"
        assert await state_after("done", tasks=[task]) == "done"
        assert await state_after("reopen", task=task) == "doing"
        assert (await agent.ask("next"))["next"]["action"] == "finish"


async def test_lists(service: Service) -> None:
    async with connected(build(service)) as agent:
        await agent.add("one +acme")
        await agent.add("two", backlog=True)
        await agent.ask("done", tasks=["one"])

        async def titles(**words: Any) -> list[str]:
            return [task["title"] for task in (await agent.ask("list", **words))["tasks"]]

        assert await titles() == ["two"]
        assert await titles(finished=True) == ["two", "one"]
        assert await titles(query="+acme state:done") == await titles(state="done") == ["one"]
        assert "is not a state" in await agent.refused("list", state="nonsense")


async def test_what_makes_no_sense_is_one_sentence(service: Service) -> None:
    async with connected(build(service)) as agent:
        await agent.add("a one")
        await agent.add("a two")
        assert "No open task answers" in await agent.refused("show", task="nothing such")
        words = await agent.refused("start", tasks=["a"])
        assert "a one" in words and "a two" in words
        for tool, given in {
            "done": {"tasks": []}, "add": {"text": " "}, "wait": {"task": "one", "until": "someday"},
            "edit": {"task": "one"},
        }.items():  # fmt: skip
            assert "Traceback" not in await agent.refused(tool, **given)
        assert len((await agent.ask("list"))["tasks"]) == 2


async def test_a_person_takes_back_what_an_agent_did(service: Service, home: Path) -> None:
    async with connected(build(service)) as agent:
        await agent.add("a", start=True)
    later = FixedClock(NOON + timedelta(minutes=1), BERLIN)
    person = open_service(home / "wip.json", clock=later, ids=SeededIds(4))
    person.undo()
    assert not [*person.board().open_tasks()]
