"""Writes the shadow and swaps the file.

What waits for the disk, and for which promise:

* the new file, before it is put in the place of the old: else a power cut could leave a name over no bytes;
* this machine's copy, or the line behind it: a sync client may lay an old file over the new one at any time, and what
  was acknowledged must then come from here, also after a power cut;
* the folder, after the swap: else the old file could come back under the name, and the change stand only in the copy.

The first two depend on nothing of each other, so that the disk has to be waited for twice, not three times. Nothing
else is waited for: the undo stack, and what is known of the file, can be lost without harm.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable

from wiptui import paths
from wiptui.domain.core.errors import DataFileError
from wiptui.paths import make_folder
from wiptui.store.file import file_io
from wiptui.store.file.file_slice import PatchedText
from wiptui.store.index.aside import aside
from wiptui.store.loading import Loaded
from wiptui.store.local.state_dir import StateDir


class ReadOnlyFile(DataFileError):
    """Somebody marked the data file as not to be written."""


class Writer:
    """Writes one data file and its shadow; then ``inode``, ``sealed`` and ``is_shadowed`` tell what became of it."""

    def __init__(self, path: str, state_dir: StateDir, say: Callable[[str], None]) -> None:
        self.path = path
        self.real = state_dir.real
        self.folder = os.path.dirname(state_dir.real)
        self.state_dir = state_dir
        self.say = say
        self.inode: int | None = None
        self.sealed = 0
        """The mtime of what was written, in ns, where a file that has it is surely the same still; else 0."""
        self.is_shadowed = False

    def obstacle(self, found: Loaded) -> str:
        """Why the file cannot be written now although this machine can keep the change; empty when it can.

        Raises DataFileError when the file is not to be written at all.
        """
        if found.raw is not None and file_io.is_read_only(self.real):
            raise ReadOnlyFile(f"{self.path} is read-only; nothing was changed.")
        is_known = found.trusted or found.shadow is not None
        elsewhere = "" if found.raw is not None or found.copies else file_io.why_elsewhere(self.path, self.real)
        if elsewhere and is_known:
            return elsewhere
        if elsewhere:
            raise DataFileError(f"No new file is begun: {elsewhere}. Nothing was changed.")
        if not os.path.isdir(self.folder):
            if is_known:
                return f"the folder {self.folder} is not there"
            if self.folder != os.path.realpath(paths.folder("data")):  # a path that somebody gave may be mistyped
                raise DataFileError(
                    f"There is no folder {self.folder}: check the path, or make the folder first. Nothing was changed."
                )
            try:
                make_folder(self.folder)
            except OSError as error:
                raise DataFileError(f"Cannot make the folder {self.folder}: {file_io.reason(error)}.") from error
        if not os.access(self.folder, os.W_OK | os.X_OK):
            if is_known:
                return f"the folder {self.folder} cannot be written"
            raise DataFileError(f"The folder {self.folder} cannot be written; nothing was changed.")
        return ""

    def write(self, found: Loaded, blob: bytes | PatchedText, obstacle: str, tail: bytes, *, is_same: bool) -> str:
        """Write the shadow, then swap the file; why that could not be, empty when it was.

        ``tail`` is what there is to be put behind the shadow, where that says it all; empty to write it anew.
        The disk is waited for on two threads at once, as both files have to be on it before the file is swapped.
        Raises DataFileError when the change is neither in the file nor in the shadow, Moved when somebody was faster.
        """
        has_shadow = found.shadow == blob
        shadow = None if has_shadow or tail else self.state_dir.draft_shadow(blob)

        def keep() -> bool:
            if has_shadow:
                return True
            if tail:
                return self.state_dir.append_tail(tail)
            return self._finish(shadow, sync=not is_same, is_other=found.other_database is not None)

        main: file_io.Draft | None = None
        try:
            kept = keep if is_same or obstacle or has_shadow else aside(keep)
            try:
                if not is_same and not obstacle:
                    main, obstacle = self._draft_main(blob)
            finally:
                self.is_shadowed = kept()
            if is_same:
                return ""
            if main is not None:
                obstacle = self._swap_main(main, found)
            if obstacle and not self.is_shadowed:
                raise DataFileError(f"Cannot write {self.path}: {obstacle}; nothing was changed.")
            if obstacle:
                file_io.sync_folder(self.state_dir.home)
            elif found.copies and zlib.crc32(file_io.read_whole(self.real)[0] or b"") != zlib.crc32(
                blob if isinstance(blob, bytes) else blob.whole()
            ):
                raise file_io.FileChanged
            return obstacle
        finally:
            for draft in (shadow, main):
                if draft is not None:
                    draft.discard()

    def _draft_main(self, blob: bytes | PatchedText) -> tuple[file_io.Draft | None, str]:
        """The new file on the disk, not yet in place; else None and why it could not be written."""
        try:
            draft = file_io.Draft(self.real, blob)
            draft.sync()
        except OSError as error:
            return None, file_io.reason(error)
        return draft, ""

    def _swap_main(self, draft: file_io.Draft, found: Loaded) -> str:
        def nobody_was_faster() -> None:
            if file_io.signature(self.real) != found.sign:
                raise file_io.FileChanged

        sealed = draft.seal()
        try:
            draft.swap(nobody_was_faster)
        except OSError as error:
            return file_io.reason(error)
        self.inode, self.sealed = draft.inode, sealed
        doubt = file_io.sync_folder(self.folder)
        if doubt:
            self.say(f"Written, but it is unknown whether it would survive a power cut: {doubt}.")
        return ""

    def _finish(self, draft: file_io.Draft | None, *, sync: bool, is_other: bool) -> bool:
        """Put the new shadow in place; whether it is. What was behind the old one is in the new one.

        Of another database (``is_other``) the old is in a backup, and must not be left behind the new one.
        """
        if draft is None:
            return False
        try:
            if sync:
                draft.sync()
            if is_other:
                file_io.remove(self.state_dir.tail_path)
            draft.swap()
        except OSError:
            return False
        file_io.remove(self.state_dir.tail_path)
        return True
