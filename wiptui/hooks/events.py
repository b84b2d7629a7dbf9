"""Finds and runs hooks: a person's own programs in the folder ``hooks`` beside the settings, named after events.

Each gets one JSON object on stdin (docs/focus.md). They run after the transaction in processes of their own, so no
hook can delay a command, refuse it or lose anything. A small process (``runner.py``) watches each hook, ends it when
it takes too long, and writes failures to a file; the next command or the open board shows them. Commands that a hook
runs start no hooks.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from wiptui.domain.board import Board
from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.record import Json
from wiptui.domain.gate import Refusal
from wiptui.domain.tasks.task import Task, time_text
from wiptui.domain.text import printable
from wiptui.hooks.trust import why_not
from wiptui.outcome import Outcome
from wiptui.paths import config_file, make_folder, private, state_dir
from wiptui.service import Service

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


EVENTS = (
    "start", "stop", "done", "added", "edited", "waited", "resolved", "dropped", "changed", "focus", "refused", "level",
)  # fmt: skip
"""``changed`` is told of all that any command, undo or import touched."""
MARK = "WIPTUI_HOOK"
"""The environment variable of a hook that names its event."""
FAILED = "hooks-failed"
LEVEL = "hook-level"


def hooks_folder() -> str:
    """The path of the folder for hooks."""
    return os.path.join(os.path.dirname(config_file()), "hooks")


def attach(service: Service) -> None:
    """Let a service run the hooks, if there is a folder for them."""
    folder = hooks_folder()
    if MARK not in os.environ and os.path.isdir(folder):
        service.observer = Hooks(service, folder)


def find_hooks(folder: str) -> tuple[dict[str, str], list[str]]:
    """The paths of the hooks in ``folder`` by event, and why others of that name do not run, a sentence each.

    A hook is a file with the name of its event, ``start``, and any ending; the first of an event counts.
    """
    try:
        names = sorted(os.listdir(folder))
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        return {}, [f"The hooks cannot be looked for: {error.strerror or error} ({folder})."]
    hooks: dict[str, str] = {}
    others = []
    for name in names:
        event, path = name.partition(".")[0], os.path.join(folder, name)
        if event not in EVENTS or name.endswith("~"):
            continue
        if os.path.isfile(path):
            if hooks.setdefault(event, path) != path:
                others.append(f"The hook {event} is there twice: {hooks[event]} runs, {path} does not.")
        else:
            kind = "a folder" if os.path.isdir(path) else "not a file"
            kind = kind if os.path.exists(path) else "a link to nothing"
            others.append(f"The hook {event} does not run: {path} is {kind}.")
    return hooks, others


def why_hooks_do_not_run() -> list[str]:
    """Why hooks in the person's folder do not run, a sentence each."""
    folder = hooks_folder()
    hooks, said = find_hooks(folder)
    for event, path in hooks.items():
        try:
            wrong = why_not(event, path, folder)
        except OSError as error:
            wrong = f"The hook {event} does not run: {error.strerror or error} ({path})."
        said += [wrong] if wrong else []
    return said


class Hooks:
    """Runs the hooks of one service."""

    def __init__(self, service: Service, folder: str) -> None:
        self._service = service
        self._folder = folder
        self._said: set[str] = set()
        """Sentences about hooks that do not run; each is shown once."""

    # --- what the service calls

    def done(self, before: Board, answer: Outcome | Refusal) -> None:
        """A command was carried out or refused, and its data is on the disk. Never raises."""
        self._tell(lambda found: self._events(before, answer, found))

    def looked(self, before: Board, after: Board) -> None:
        """Time has passed on an open board, so the level may have changed. Never raises."""
        self._tell(lambda found: self._level(before, after) if "level" in found else [])

    def notes(self) -> list[str]:
        """Failures since the last call, one sentence each."""
        try:
            with open(self._failures, encoding="utf-8", errors="replace") as file:
                lines = file.read(20_000).splitlines()
            os.remove(self._failures)
        except OSError:
            return []
        return [printable(line)[:400] for line in dict.fromkeys(lines)][-3:]

    # --- finding and running

    def _tell(self, events: Callable[[dict[str, str]], list[tuple[str, dict[str, Json]]]]) -> None:
        """Run the hooks of the events that ``events`` returns for the hooks that exist."""
        try:
            found = self._found()
            for name, told in events(found) if found else ():
                self._run(name, found[name], told)
        except Exception as error:  # the command itself has been carried out
            self._note(f"The hooks could not be run: {error}")

    def _found(self) -> dict[str, str]:
        return find_hooks(self._folder)[0]

    def _run(self, name: str, path: str, told: dict[str, Json]) -> None:
        import subprocess  # lazy: list does without it
        import tempfile
        import threading

        from wiptui.exchange.json.escape import dumps

        wrong = why_not(name, path, self._folder)
        if wrong:
            if wrong not in self._said:
                self._said.add(wrong)
                self._note(wrong)
            return
        service = self._service
        whole = {"event": name, "at": time_text(service.clock.now()), "file": str(service.path or ""), **told}
        with tempfile.TemporaryFile() as given:
            given.write(dumps(whole).encode())
            given.seek(0)
            apart: dict[str, Any] = {"start_new_session": True}
            if sys.platform == "win32":
                apart = {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
            runner = os.path.join(os.path.dirname(__file__), "runner.py")
            make_folder(os.path.dirname(self._failures))
            watching = subprocess.Popen(
                [sys.executable, "-I", runner, name, path, str(self._seconds()), self._failures],
                stdin=given,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, MARK: name},
                cwd=self._folder,
                **apart,
            )
        # A board or an agent server stays and collects the process when it ends; a short command has ended before.
        threading.Thread(target=watching.wait, name=f"hook {name}", daemon=True).start()

    def _seconds(self) -> int:
        from wiptui.config import usable_config  # lazy: list does without it

        return int(usable_config()["hooks.seconds"])

    @property
    def _failures(self) -> str:
        return os.path.join(state_dir(), FAILED)

    def _note(self, words: str) -> None:
        try:
            make_folder(os.path.dirname(self._failures))
            with open(self._failures, "a", encoding="utf-8", errors="replace", opener=private) as file:
                file.write(" ".join(words.split()) + "\n")
        except OSError:
            return

    # --- what happened

    def _events(
        self, before: Board, answer: Outcome | Refusal, found: dict[str, str]
    ) -> list[tuple[str, dict[str, Json]]]:
        if isinstance(answer, Refusal):
            return [("refused", self._refused(before, answer))] if "refused" in found else []
        from wiptui.hooks.changes import changed_tasks  # lazy: list does without it

        after = self._service.board()
        events: list[tuple[str, dict[str, Json]]] = []
        for name, tasks in changed_tasks(before, after, answer.accepted.receipts).items():
            if name in found:
                events.append((name, {"tasks": self._tasks(tasks, after)}))
        was, now = before.focus, after.focus
        if "focus" in found and (was and was.task.id) != (now and now.task.id):
            both = {"task": now, "before": was}
            told = {key: self._tasks([focus.task], after)[0] if focus else None for key, focus in both.items()}
            events.append(("focus", told))
        return [*events, *(self._level(before, after) if "level" in found else ())]

    def _level(self, before: Board, after: Board) -> list[tuple[str, dict[str, Json]]]:
        """The event of a level that differs from the last one told; time alone can change the level."""
        from wiptui.metrics.overload.rules import assess  # lazy: list does without it

        documents = self._service.store.documents
        try:
            kept = documents.get(LEVEL)
        except DataFileError:
            return []  # the change is saved; the level is told later, when the last one can be read
        was = kept if isinstance(kept, str) else assess(before).level
        now = assess(after)
        if now.level == was:
            return []
        documents.put(LEVEL, now.level)
        why = now.next.why if now.next else None
        return [("level", {"level": now.level, "before": was, "strains": [s.name for s in now.strains], "next": why})]

    def _refused(self, board: Board, refusal: Refusal) -> dict[str, Json]:
        limit = refusal.limit
        return {
            "message": refusal.message,
            "scope": limit.scope.code,
            "count": refusal.count,
            "limit": limit.value,
            "wanted": self._tasks(refusal.wanted, board),
            "holders": self._tasks(refusal.holders, board),
        }

    def _tasks(self, tasks: list[Task] | tuple[Task, ...], board: Board) -> list[Json]:
        from wiptui.exchange.json.task import task_json  # lazy: list does without it

        return [task_json(task, board) for task in tasks]
