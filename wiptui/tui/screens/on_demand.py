"""The screens and dialogs that the board opens, each imported when it is first asked for, so that the board opens soon.

``on_demand.Details`` is the class of that name. This is the one place of the board where imports wait.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wiptui.tui.actions.editor import edit as edit
    from wiptui.tui.actions.links import open_links as open_links
    from wiptui.tui.drift_watch import DriftWatch as DriftWatch
    from wiptui.tui.palette import Everything as Everything
    from wiptui.tui.palette import Palette as Palette
    from wiptui.tui.screens.board.quick_add import QuickAdd as QuickAdd
    from wiptui.tui.screens.dialogs.ask import AskLine as AskLine
    from wiptui.tui.screens.dialogs.ask import InterruptForm as InterruptForm
    from wiptui.tui.screens.dialogs.checkin import CheckInScreen as CheckInScreen
    from wiptui.tui.screens.dialogs.pick import Choice as Choice
    from wiptui.tui.screens.dialogs.pick import PickScreen as PickScreen
    from wiptui.tui.screens.limits.blocked import ANYWAY as ANYWAY
    from wiptui.tui.screens.limits.blocked import BlockedScreen as BlockedScreen
    from wiptui.tui.screens.limits.decision_panel import PanelScreen as PanelScreen
    from wiptui.tui.screens.limits.decision_panel import SkipUndo as SkipUndo
    from wiptui.tui.screens.limits.limits import LimitForm as LimitForm
    from wiptui.tui.screens.limits.make_room import MakeRoomScreen as MakeRoomScreen
    from wiptui.tui.screens.limits.reconcile import ReconcileScreen as ReconcileScreen
    from wiptui.tui.screens.limits.reconcile import over_scope as over_scope
    from wiptui.tui.screens.program.help import HelpScreen as HelpScreen
    from wiptui.tui.screens.program.settings import SettingsScreen as SettingsScreen
    from wiptui.tui.screens.program.sync import SyncScreen as SyncScreen
    from wiptui.tui.screens.reports.flow import FlowScreen as FlowScreen
    from wiptui.tui.screens.reports.review import ReviewScreen as ReviewScreen
    from wiptui.tui.screens.reports.why import WhyScreen as WhyScreen
    from wiptui.tui.screens.tasks.archive import ArchiveScreen as ArchiveScreen
    from wiptui.tui.screens.tasks.details import Details as Details
    from wiptui.tui.screens.tasks.focus import FocusScreen as FocusScreen
    from wiptui.tui.screens.tasks.today import TodayScreen as TodayScreen
    from wiptui.tui.screens.tasks.wait import WaitForm as WaitForm
    from wiptui.tui.screens.tasks.waits import WaitsScreen as WaitsScreen
    from wiptui.tui.widgets.filter_line import FilterBar as FilterBar
    from wiptui.tui.widgets.filter_line import live as live
    from wiptui.tui.widgets.task_pane import TaskPane as TaskPane

HOMES = {
    "edit": "actions.editor",
    "open_links": "actions.links",
    "DriftWatch": "drift_watch",
    "Everything": "palette",
    "Palette": "palette",
    "QuickAdd": "screens.board.quick_add",
    "AskLine": "screens.dialogs.ask",
    "InterruptForm": "screens.dialogs.ask",
    "CheckInScreen": "screens.dialogs.checkin",
    "Choice": "screens.dialogs.pick",
    "PickScreen": "screens.dialogs.pick",
    "ANYWAY": "screens.limits.blocked",
    "BlockedScreen": "screens.limits.blocked",
    "PanelScreen": "screens.limits.decision_panel",
    "SkipUndo": "screens.limits.decision_panel",
    "LimitForm": "screens.limits.limits",
    "MakeRoomScreen": "screens.limits.make_room",
    "ReconcileScreen": "screens.limits.reconcile",
    "over_scope": "screens.limits.reconcile",
    "HelpScreen": "screens.program.help",
    "SettingsScreen": "screens.program.settings",
    "SyncScreen": "screens.program.sync",
    "FlowScreen": "screens.reports.flow",
    "ReviewScreen": "screens.reports.review",
    "WhyScreen": "screens.reports.why",
    "ArchiveScreen": "screens.tasks.archive",
    "Details": "screens.tasks.details",
    "FocusScreen": "screens.tasks.focus",
    "TodayScreen": "screens.tasks.today",
    "WaitForm": "screens.tasks.wait",
    "WaitsScreen": "screens.tasks.waits",
    "FilterBar": "widgets.filter_line",
    "live": "widgets.filter_line",
    "TaskPane": "widgets.task_pane",
}
"""The module of each, below ``wiptui.tui``; the imports above are the same for type checkers."""


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(name)
    found = globals()[name] = getattr(import_module(f"wiptui.tui.{HOMES[name]}"), name)
    return found
