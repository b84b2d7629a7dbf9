"""Check for optional extras."""

from __future__ import annotations

from importlib.util import find_spec

from wiptui.domain.core.errors import WiptuiError


class MissingExtra(WiptuiError):
    """An optional extra of wiptui is not installed."""

    code = "missing_extra"


def need(what: str, extra: str, package: str) -> None:
    """Raise MissingExtra, which says what to install, unless the package of the extra is installed."""
    if find_spec(package.replace("-", "_")) is None:
        raise MissingExtra(
            f"{what} needs {package}, an extra: pip install 'wiptui[{extra}]', or: pipx inject wiptui {package}"
        )
