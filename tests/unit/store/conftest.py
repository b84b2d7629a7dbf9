"""Both ways of keeping a file, whatever its size: what must hold of a small file must hold of years as well."""

from __future__ import annotations

import pytest

from wiptui.store.local.state_dir import StateDir


@pytest.fixture(params=["small", "large"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A large file is read line by line and saved by exchanging lines, with the changes behind the shadow."""
    if request.param == "large":
        monkeypatch.setattr(StateDir, "large", 0)
    return str(request.param)
