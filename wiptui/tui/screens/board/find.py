"""Finding on the board: the filter as you type, saved views, the archive, links. Mixed into its screen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from wiptui.config.own import own_value, view_name
from wiptui.domain.board import Board
from wiptui.domain.commands import SaveTemplate
from wiptui.domain.core.errors import WiptuiError
from wiptui.domain.queries.of_board import query_of
from wiptui.domain.queries.query import Query
from wiptui.domain.tasks.task import State, Task
from wiptui.service import Service
from wiptui.tui.app_protocol import BoardApp
from wiptui.tui.keys.keymap import BY_ID, Keymap
from wiptui.tui.screens import on_demand
from wiptui.tui.settings import Settings
from wiptui.tui.views.query_filter import TaskFilter

if TYPE_CHECKING:
    from wiptui.domain.tasks.templates import Template

SAVES = ("save it", "replace it")


class FindActions:
    """The actions of the board that find tasks."""

    if TYPE_CHECKING:
        service: Service
        settings: Settings
        keys: Keymap
        query_text: str
        filter_day: date
        """The day for which the filter was parsed."""
        selected: frozenset[int]
        at: State
        app: Any
        query: Any
        mount: Any
        add_class: Any
        remove_class: Any
        has_class: Any
        set_focus: Any

        @property
        def board(self) -> Board: ...
        @property
        def targets(self) -> tuple[Task, ...]: ...
        def go(self, state: State) -> None: ...
        def read_again(self) -> None: ...
        def _write_footer(self) -> None: ...

    matches: TaskFilter | None = None
    is_close = False
    """Whether nothing has exactly the words of the filter and close matches are shown."""
    filter_error = ""
    """What is wrong with the filter as typed."""
    _understood_text = ""
    """The last filter that was understood."""

    @property
    def filtering(self) -> bool:
        """Whether somebody is typing a filter."""
        return bool(self.has_class("-filtering"))

    def stop_typing(self) -> None:
        """Keep the filter as typed."""
        if self.filtering:
            self._close_filter()

    async def action_filter(self) -> None:
        """Open a line for the filter."""
        if not self.filtering:
            bar = on_demand.FilterBar(self.query_text)
            self.add_class("-filtering")
            await self.mount(bar, before="#hint")
            self.set_focus(bar.line)
            self._write_footer()

    def set_filter(self, text: str) -> None:
        """Show only what matches the query. An unfinished last term (``due<``) does not count.

        If no task has exactly these words, close matches are shown. A term that makes no sense is told, and what was
        understood before it goes on holding, so that the board shows neither everything nor nothing for it.
        """
        self.query_text = text.strip()
        self.filter_day = self.board.today
        query, understood, self.filter_error = self._understood(text)
        tasks = list(self.board.open_tasks())
        if query is not None:
            self._understood_text = understood
            self.matches, self.is_close = self._filter_of(
                query, [*tasks, *self.board.done_since(self.board.week_start)]
            )
        elif not self.filter_error:
            self.matches, self.is_close, self._understood_text = None, False, ""
        found = len(tasks) if self.matches is None else sum(map(self.matches, tasks))
        self.read_again()
        for bar in self.query(on_demand.FilterBar):
            bar.say(found, len(tasks), close=self.is_close, wrong=self.filter_error)

    def _filter_of(self, query: Query, tasks: list[Task]) -> tuple[TaskFilter, bool]:
        """Return a filter of the matching tasks, or of close matches if there are none; and whether they are close
        matches.
        """
        exact = TaskFilter(query)
        if any(map(exact, tasks)) or not query.has_words:
            return exact, False
        loose = TaskFilter(query.loosely())
        return loose, any(map(loose, tasks))

    def _understood(self, text: str) -> tuple[Query | None, str, str]:
        """Return the query, None for an empty or a wrong one, the text that it is of, and what is wrong."""

        def parsed(words: str) -> Query | None:
            return query_of(self.board, words, lambda: self.board) or None

        head, _, last = text.rstrip().rpartition(" ")
        try:
            return parsed(on_demand.live(text)), text.strip(), ""
        except WiptuiError as error:
            said = str(error)
        if text.endswith((":", "<", ">", "=")) and last[:1] not in "+@":
            said = ""  # what is asked of the field is still to come
        try:
            query = parsed(head)
        except WiptuiError:
            query = None
        return query, head.strip(), said

    def filter_kept(self) -> None:
        """Keep the filter as typed, if it is understood; else the line stays open and says what is wrong."""
        if not self.filter_error:
            self._close_filter()

    def _close_filter(self) -> None:
        if self.filter_error:
            self.set_filter(self._understood_text)
        self.remove_class("-filtering")
        self.query("#filter-bar").remove()
        self.set_focus(None)
        self.go(self.at)

    def action_escape(self) -> None:
        """Go back one step at a time: the filter, then the selection."""
        if self.filtering or self.query_text:
            self.set_filter("")
            self._close_filter()
        elif self.selected:
            self.selected = frozenset()
        else:
            cast(BoardApp, self.app).say(f"There is nothing to leave here; {self.keys.key('quit')} quits.")
        self.read_again()

    # --- saved views, the archive, links

    async def action_views(self) -> None:
        """Pick a saved view: its query becomes the filter."""

        def chosen(query: str | None) -> None:
            if query is not None:
                self.set_filter(query)
                self._close_filter()

        views = self.settings.config.views
        choices = [on_demand.Choice(query, name, query) for name, query in views.items()]
        empty = f"None is saved yet: {self._how_to_save}"
        await self.app.push_screen(on_demand.PickScreen("Views", choices, "show it", empty), chosen)

    @property
    def _how_to_save(self) -> str:
        slash, save = (self.keys.first(BY_ID[name]) for name in ("filter", "save-view"))
        return f"{slash} filters, then {save} saves the filter as a view."

    def view_of(self, query: str) -> str | None:
        """Return the name of the view with exactly this query."""
        return next((name for name, words in self.settings.config.views.items() if words == query), None)

    async def action_save_view(self) -> None:
        """Ask for a name and save the filter as a view."""
        app, query = cast(BoardApp, self.app), self.query_text
        if not query:
            app.say(f"Nothing is filtered: {self._how_to_save}")
            return
        try:
            own_value("views.", query)
        except WiptuiError as error:
            app.say_error(error)
            return

        def checked(words: str) -> str:
            name = view_name(words)
            kept = self.settings.config.views.get(name)
            return "" if kept in (None, query) else f"“{name}” is a view already: {kept}"

        def named(words: str) -> None:
            name = view_name(words)
            if self.settings.config.views.get(name) == query:
                app.say(f"“{name}” shows this already.")
                return
            self.settings.change(f"views.{name}", query)
            app.follow_settings()
            app.say(f"Saved as the view “{name}”: {self.keys.first(BY_ID['views'])} shows it.")

        hint = f"The filter {query}"
        await app.ask(on_demand.AskLine("Save the filter as a view: its name?", hint, "", checked, SAVES, query), named)

    def action_archive(self) -> None:
        """Show all done and all dropped tasks."""
        self.app.push_screen(on_demand.ArchiveScreen(self.service))

    async def action_template(self) -> None:
        """Pick a template and capture its task."""
        app = cast(BoardApp, self.app)

        def chosen(template: Template) -> None:
            add = template.add(self.board)
            app.carry_out(add, after=lambda outcome: app.board_screen.go_to_task(outcome.accepted.tasks[0]))

        from wiptui.domain.tasks.templates import templates  # lazy: it loads hashlib, and the board does without

        choices = [on_demand.Choice(kept, kept.name, kept.title) for kept in templates(self.board)]
        empty = "None is kept yet: “Keep the task as a template” in the palette keeps one."
        await app.ask(on_demand.PickScreen("New task from a template", choices, "add it", empty), chosen)

    def action_save_template(self) -> None:
        """Ask for a name and save the task as a template."""
        app, task = cast(BoardApp, self.app), self.targets[0]

        def named(name: str) -> None:
            if name:
                app.carry_out(SaveTemplate(name, task.id))

        hint, title = "Replaces a template of the same name", task.title[:60]
        app.ask(on_demand.AskLine("Save template as", hint, title, _named, about=task.id), named)

    def action_links(self) -> None:
        """Open a link of the task; of several, the picked one."""
        on_demand.open_links(cast(BoardApp, self.app), self.targets[0])


def _named(name: str) -> str:
    """Raise UsageError for an invalid name of a template."""
    from wiptui.domain.tasks.templates import template_name  # lazy: it loads hashlib, and the board does without

    template_name(name)
    return ""
