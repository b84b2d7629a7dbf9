"""Libraries that few need: they come with the extra ``formats`` and are imported when they are used."""

from __future__ import annotations

from wiptui.domain.core.errors import WiptuiError


class ExtraMissing(WiptuiError):
    """A library of the extra is not installed; nothing was changed."""

    code = "missing_extra"

    def __init__(self, what: str, library: str) -> None:
        super().__init__(
            f"{what} needs {library}, an extra: pip install 'wiptui[formats]', or: pipx inject wiptui {library.lower()}"
        )
