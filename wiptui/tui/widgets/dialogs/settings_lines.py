"""The lines of the settings screen: what there is to set, what it says now, and the words about it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wiptui.config import SETTINGS, Config, Setting
from wiptui.config.table import SECTIONS, shown
from wiptui.tui.keys.keymap import ACTS, Act, Keymap, acts_of
from wiptui.tui.keys.screen_keys import PLACES
from wiptui.tui.views.styled_text import sanitized

PAGES = "Keys of the other screens"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a setting of the table, a key, a page of keys, or a line of another section of the file."""

    name: str
    heading: str = ""
    setting: Setting | None = None
    act: Act | None = None
    page: str = ""
    """The prefix of the ids that stand on a page of their own."""

    @property
    def is_named(self) -> bool:
        """Whether the person gave it its name, and may give it another."""
        return self.setting is None and self.act is None and not self.page

    @property
    def label(self) -> str:
        """What is at the left."""
        if self.page:
            return PLACES[self.page].name
        return self.name if self.setting else self.name.partition(".")[2]


def entries(config: Config, page: str = "") -> list[Entry]:
    """All there is to set, by section; or the keys of one screen, by the prefix of their ids."""
    if page:
        return [Entry(f"keys.{act.id}", act=act) for act in acts_of(page)]
    found = [Entry(item.name, "" if place else "Board", setting=item) for place, item in enumerate(SETTINGS)]
    for section in ("views", "projects"):
        names = [f"{section}.{name}" for name in getattr(config, section)]
        found += [Entry(name, "" if place else section.capitalize()) for place, name in enumerate(names)]
    found += [Entry(f"keys.{act.id}", "" if place else "Keys", act=act) for place, act in enumerate(ACTS)]
    found += [Entry(f"keys.{name}.", "" if place else PAGES, page=name) for place, name in enumerate(PLACES)]
    return found


def value_of(entry: Entry, config: Config) -> Any:
    """What is set, or its default."""
    if entry.setting is not None:
        return config[entry.name]
    section, _, key = entry.name.partition(".")
    if entry.act is not None:
        return config.keys.get(entry.act.id, entry.act.keys)
    return None if entry.page else getattr(config, section)[key]


def is_own(entry: Entry, config: Config) -> bool:
    """Whether the file says something else than the default."""
    if entry.page:
        return any(name.startswith(f"{entry.page}.") for name in config.keys)
    if entry.act is not None:
        return entry.act.id in config.keys
    return entry.setting is None or entry.name in config.said


def text_of(entry: Entry, config: Config, keys: Keymap) -> str:
    """The value as the screen shows it."""
    if entry.act is not None:
        return keys.all_shown(entry.act) or "none"
    if entry.page:
        count = sum(name.startswith(f"{entry.page}.") for name in config.keys)
        return f"{count} of your own ›" if count else "›"
    return sanitized(typed_of(entry, config, keys))


def typed_of(entry: Entry, config: Config, keys: Keymap) -> str:
    """The value as somebody would type it."""
    if entry.act is not None:
        return keys.written(entry.act)
    value = value_of(entry, config)
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


def words_about(entry: Entry, config: Config) -> str:
    """A sentence or two below the list."""
    if entry.setting is not None:
        default = f" By default {shown(entry.setting.default)}." if is_own(entry, config) else ""
        return entry.setting.about + default
    if entry.act is not None:
        return f"{entry.act.about}. Several keys with commas between."
    if entry.page:
        return f"The keys of {PLACES[entry.page].name}, on a page of their own."
    return SECTIONS[entry.name.partition(".")[0]][0]


def choices(setting: Setting | None, themes: Sequence[str]) -> list[Any]:
    """The values that a key goes through; none for what is typed."""
    if setting is None:
        return []
    if setting.name == "theme":
        return list(themes)
    if setting.kind == "choice":
        return list(setting.choices)
    if setting.kind == "switch":
        return [False, True]
    if setting.kind in ("number", "hour"):
        top = 23 if setting.kind == "hour" else setting.most
        return list(range(setting.least, top + 1)) if top - setting.least < 100 else []
    return []


__all__ = ["PAGES", "Entry", "choices", "entries", "is_own", "text_of", "typed_of", "value_of", "words_about"]
