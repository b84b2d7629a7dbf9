"""Saving: keep copies and snapshots, write the file, and report what was merged.

The bytes of a damaged file are kept before it is written. A conflict copy leaves the synced folder once its content is
in the file.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from wiptui.domain.core.errors import DataFileError
from wiptui.domain.core.frozen import dataclass, replace
from wiptui.domain.core.record import Data, Json
from wiptui.store.file import file_io
from wiptui.store.file.codec import GRAVE, Decoded, Lines, encode_lines
from wiptui.store.file.file_io import Signature
from wiptui.store.file.file_slice import FileBytes, FileSlice, whole
from wiptui.store.file.salvage import decode
from wiptui.store.file.writer import Writer
from wiptui.store.loading import Copy, Loaded
from wiptui.store.local.connection import DamagedDatabase
from wiptui.store.local.state_dir import StateDir
from wiptui.store.new_text import new_text
from wiptui.store.record_index import shown
from wiptui.sync.conflict_names import CERTAIN
from wiptui.sync.merge import merge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.store.kept.backups import Backups
    from wiptui.store.kept.kept_copies import KeptCopies
    from wiptui.store.merge_report import MergeReport


def damage_words(path: str) -> str:
    """The sentence for a damaged copy of this machine."""
    return f"This machine's own copy of {path} was damaged; what could be read of it was taken in."


@dataclass(frozen=True)
class Saved:
    """The result of a save."""

    found: Loaded
    """The state after the save; not trusted, and without a text, when the change is only on this machine."""
    inode: int | None
    """The inode of the new file; None when none was written."""


class Saver:
    """Saves one data file."""

    def __init__(self, path: str, state_dir: StateDir, now_ms: Callable[[], int], say: Callable[[str], None]) -> None:
        """``say`` takes a sentence for people; an empty one means that all is well again."""
        self.path = path
        self.state_dir = state_dir
        self.real = state_dir.real
        self.folder = os.path.dirname(self.real)
        self.now_ms = now_ms
        self.say = say
        self.merge_reports: list[MergeReport] = []
        self._backups: Backups | None = None
        self._writer = Writer(path, state_dir, say)

    @property
    def backups(self) -> Backups:
        """The snapshots of the file."""
        if self._backups is None:
            from wiptui.store.kept.backups import Backups  # lazy: the board does without it

            self._backups = Backups(self.state_dir.backups_dir)
        return self._backups

    @property
    def kept_copies(self) -> KeptCopies:
        """The kept copies of damaged bytes and conflict copies."""
        from wiptui.store.kept.kept_copies import KeptCopies  # lazy: add does without it

        return KeptCopies(self.state_dir.kept_copies_dir)

    def save(self, found: Loaded, data: Data) -> Saved:
        """Write ``data``, which was made from ``found``, to the local database and the file. The caller holds the lock.

        Raises FileChanged when another program replaced the file meanwhile, and DataFileError when the change could be
        saved nowhere.
        """
        new = new_text(found, data)
        is_same = new.is_text_of(found.raw)
        obstacle = "" if is_same else self._writer.obstacle(found)
        kept = [] if is_same else self._keep_before_writing(found)
        if found.damaged:
            kept += self.begin_anew(found)
        if found.other_database is not None:
            from wiptui.store.local.moved_file import keep_other_database  # lazy: add does without it

            is_kept = self.backups.take(found.other_database, "former", self.now_ms())
            if not keep_other_database(self.state_dir, found.other_database) or not is_kept:
                raise DataFileError(f"{self.path} holds another database than before, and the former cannot be kept.")
            self.say("The file holds another database than before; the former one is among the backups.")
        copy_marks = dict(found.copy_marks)
        generation = 0

        def keep() -> bool:
            nonlocal generation, data
            source: dict[str, Json] = {"copies": copy_marks, "pending": True}
            try:
                generation = self._keep_records(
                    new.lines, new.fresh, source, is_all=not found.trusted, sync=not is_same
                )
            except DamagedDatabase:
                data = merge(decode(whole(found.raw or b"")).data, new.fresh)
                damaged = tuple(self.state_dir.database.raw_files())
                kept.extend(self.begin_anew(replace(found, data=data, damaged=damaged)))
                generation = self._keep_records({}, {}, source, is_all=False, sync=True)
            return bool(generation)

        pending = self._writer.write(found, new.text, obstacle, keep, is_same=is_same)
        text: FileBytes | None = None
        source: dict[str, Json] = {}
        if not pending:
            for copy in found.copies:
                kept_as = self._move_copy(copy)
                kept += [kept_as] if kept_as else []
                if not kept_as:
                    copy_marks[copy.name] = copy.mark
            sign = found.sign if is_same else self._own_signature(len(new.text))
            text = FileSlice(self.state_dir.real, sign)
            if generation:
                data = shown(self.state_dir.database, data, generation)
                source = {
                    "at": None,
                    "bounds": new.bounds,
                    "copies": copy_marks,
                    "crc": new.crc,
                    "pending": False,
                    "sealed": not is_same and sign is not None and sign[2] == self._writer.sealed,
                    "sign": list(sign or ()),
                    "size": len(new.text),
                }
                self.state_dir.remember(source)
        if pending or found.earlier_paths:
            from wiptui.store.local.moved_file import distrust_other_paths, note_taken  # lazy: add does without it

            for earlier in found.earlier_paths:
                note_taken(earlier, self.now_ms())
            if pending:
                distrust_other_paths(self.state_dir)
        self._report(found, tuple(kept), pending)
        is_settled = text is not None and bool(generation)
        saved = replace(
            found,
            data=data,
            raw=text,
            sign=text.sign if isinstance(text, FileSlice) else None,
            trusted=is_settled,
            copy_marks=copy_marks,
            generation=generation,
            source=source,
        )
        return Saved(saved, None if text is None else self._writer.inode)

    def _keep_records(self, lines: Lines, records: Data, source: dict[str, Json], *, is_all: bool, sync: bool) -> int:
        """Keep records on this machine; return the generation, 0 where they cannot be kept. Raises DamagedDatabase."""
        if not self.state_dir.prepare():
            return 0
        self.state_dir.forget_answers()
        return self.state_dir.database.save(lines, records, source, is_all=is_all, sync=sync)

    def begin_anew(self, found: Loaded) -> list[str]:
        """Keep a copy of a damaged local database and begin a new one; return the paths. Raises DataFileError."""
        kept = [self._keep_damaged(raw, name) for name, raw in found.damaged]
        self.state_dir.database.remove()
        self.state_dir.database.save(encode_lines(found.data), found.data, {}, is_all=True)
        return kept

    def _own_signature(self, size: int) -> Signature:
        """The stat data of the file just written; None when another program has replaced it."""
        sign = file_io.signature(self.real)
        return sign if sign is not None and sign[:2] == (self._writer.inode, size) else None

    def _keep_before_writing(self, found: Loaded) -> list[str]:
        """Keep a damaged file's bytes and take snapshots; return paths of kept copies. Raises DataFileError."""
        kept = []
        now_ms = self.now_ms()
        main = found.main
        if main is not None and found.raw and main.is_damaged:
            try:
                kept.append(self.kept_copies.keep(whole(found.raw), os.path.basename(self.real), now_ms))
            except OSError as error:
                raise DataFileError(
                    f"{self.path} is damaged, and its bytes cannot be kept before mending it: {file_io.reason(error)}."
                ) from error
        if main is not None and found.raw and (main.problems or found.data is not main.data):
            self.backups.take(whole(found.raw), "damaged" if main.is_damaged else "heal", now_ms)
            if main.is_damaged and found.other_database is None and not found.damaged:
                self.backups.take(found.shadow, "own", now_ms)
        else:
            self.backups.take_regular(found.raw, now_ms)
        return kept

    def _keep_damaged(self, raw: bytes, name: str) -> str:
        """Keep the bytes of a damaged database before it is begun anew; return the path. Raises DataFileError."""
        try:
            kept = self.kept_copies.keep(raw, name, self.now_ms())
        except OSError as error:
            raise DataFileError(
                f"This machine's own copy of {self.path} is damaged, and cannot be kept: {file_io.reason(error)}. "
                "Nothing was changed."
            ) from error
        self.say(f"{damage_words(self.path)} The damaged one is kept: {kept}")
        return kept

    def _move_copy(self, copy: Copy) -> str:
        """Move a merged conflict copy out of the synced folder; return its new path, or "" when it has to stay."""
        if copy.verdict != CERTAIN:
            return ""
        source = os.path.join(self.folder, copy.name)
        sign = file_io.signature(source)
        if sign is None or [sign[1], sign[2]] != copy.mark[:2]:
            return ""
        try:
            return self.kept_copies.take_in(source, self.now_ms())
        except (OSError, file_io.FileChanged):
            return ""

    def _report(self, found: Loaded, kept: tuple[str, ...], pending: str) -> None:
        """Report what was merged, and what could not be written."""
        from wiptui.store.merge_report import MergeReport, gains  # lazy: the board does without it

        main = found.main
        if main is None:
            if pending:
                self.say(MergeReport((), (), (), False, (), pending).words)
            else:
                self.say("")
            return
        is_blank = not found.raw or not whole(found.raw).strip()
        report = MergeReport(
            tuple(copy.name for copy in found.copies),
            gains(main.data, found.data),
            _problems(main, is_blank=is_blank),
            is_blank and bool(found.data),
            kept,
            pending,
            tuple(earlier.path for earlier in found.earlier_paths),
            file_io.is_in_git(self.folder),
        )
        if report.moved or report.copies or report.gains or report.problems or report.rebuilt:
            self.merge_reports.append(report)
            self.state_dir.database.add_merges([(self.now_ms(), report.words)])
        self.say(report.words)


def _problems(main: Decoded, *, is_blank: bool) -> tuple[str, ...]:
    """What was wrong with the file, what was at risk first."""
    found = sorted((one for one in main.problems if one.kind != "edited"), key=lambda one: one.kind not in GRAVE)
    strange = [] if main.is_ours or is_blank else ["it held something else"]
    return (*strange, *(one.words for one in found))
