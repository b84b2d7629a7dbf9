"""Text as the command line writes it: in lines of a width, and times as people read them."""

from __future__ import annotations

from wiptui.domain.text import wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime, tzinfo

UNKNOWN_YEAR = 1970


def wrapped(text: str, cells: int, hang: int = 0) -> list[str]:
    """The text in lines of ``cells`` cells, the later ones indented by ``hang``; a link stays whole, to be clicked."""
    return wrap(text, max(cells, 1), hang=hang, links=True)


def moment(at: datetime, zone: tzinfo | None) -> str:
    """Format an instant in local time, ``2026-11-22 14:05``; an instant of 1970 is unknown."""
    return "time unknown    " if at.year <= UNKNOWN_YEAR else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def day(at: datetime, zone: tzinfo | None) -> str:
    """Return the local date of an instant, ``2026-11-22``."""
    return "date unknown" if at.year <= UNKNOWN_YEAR else f"{at.astimezone(zone):%Y-%m-%d}"
