"""Builds the manual page into the wheel, from the program itself, so that it is never older than the commands."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManualPage(BuildHookInterface):  # type: ignore[type-arg]
    """Adds share/man/man1/wiptui.1, where pip and pipx let man find it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        try:
            from wiptui.cli.help.manual import page
        finally:
            sys.path.remove(self.root)
        self.folder = Path(tempfile.mkdtemp(prefix="wiptui-man-"))
        file = self.folder / "wiptui.1"
        file.write_text(page(), encoding="utf-8", newline="\n")
        build_data.setdefault("shared_data", {})[str(file)] = "share/man/man1/wiptui.1"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
