"""What an accepted command did, for whoever sent it."""

from __future__ import annotations

from wiptui.domain.core.frozen import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.domain.rules import Accepted


@dataclass(frozen=True, slots=True)
class Outcome:
    """An accepted command, and a sentence about it: «Finished “Fix the parser”»."""

    accepted: Accepted
    words: str
