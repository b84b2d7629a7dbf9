"""Open a link of a task in the browser."""

from __future__ import annotations

from wiptui.domain.tasks.links import links_of
from wiptui.domain.tasks.task import Task
from wiptui.tui.app_protocol import BoardApp
from wiptui.tui.screens.dialogs.pick import Choice, PickScreen


def open_links(app: BoardApp, task: Task) -> None:
    """Open the link of a task; of several, the picked one; report if there is none."""
    found = links_of(task)
    if not found:
        app.say("There is no link in this task.")
    elif len(found) == 1:
        app.open_url(found[0])
    else:

        def chosen(link: str | None) -> None:
            if link is not None:
                app.open_url(link)

        app.push_screen(PickScreen("Links", [Choice(link, link) for link in found], "open it"), chosen)
