"""Running the board: the first picture, then the app. What the picture needs is imported before Textual."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from wiptui.service import Service
from wiptui.tui.first_picture.paint import Picture
from wiptui.tui.settings import of_terminal
from wiptui.tui.views.view_models import first_board_view
from wiptui.updates import Updated

if TYPE_CHECKING:
    from wiptui.tui.app import WiptuiApp
    from wiptui.tui.first_picture.kept import Keep


def run(service: Service, picture: Picture | None = None, keep: Keep | None = None, *, guided: bool = False) -> int:
    """Open the board with the settings and return the exit code when the person leaves it.

    ``picture`` is what may be on the screen already. ``keep`` receives what a board that opens now would show; without
    it, nothing is kept for the next first picture. ``guided`` adds the line of the guide. Invalid settings and clashing
    keys are reported on the board, which opens with the defaults. Raises DataFileError if the data file cannot be read,
    before the screen is taken over, and Unforeseen if the board broke off.
    """
    settings = of_terminal()
    trouble = settings.begin()
    keys = settings.keymap()
    view = first_board_view(service, settings)
    with picture or Picture() as picture:
        picture.show(view, settings, keys)
        keeps = keep is not None
        app = _app_class(guided)(
            service, keymap=keys, settings=settings, view=view, picture=picture, keeps=keeps, trouble=trouble
        )
        _run(app)
    if app.fault is not None:
        raise app.fault
    if keep is not None and not app.return_code:
        with suppress(Updated):  # the next board is of another version
            app.keep_picture(keep)
    return app.return_code or 0


def _app_class(guided: bool) -> type[WiptuiApp]:
    if guided:
        from wiptui.tui.guided import GuidedApp  # lazy: only the guide needs it

        return GuidedApp
    from wiptui.tui.app import WiptuiApp  # lazy: the first picture does without it

    return WiptuiApp


def _run(app: WiptuiApp) -> None:
    """Run the app, and do not wait for work for a screen that is gone."""
    if sys.platform == "win32":
        app.run()
        return
    import asyncio  # lazy: the first picture does without it

    loop = asyncio.new_event_loop()
    try:
        app.run(loop=loop)
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
