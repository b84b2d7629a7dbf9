"""Who writes: the code of the device, the actor of the process, and their records for other devices."""

from __future__ import annotations

from wiptui.domain.core.record import Data, Record, patched
from wiptui.store.local.random_ids import token
from wiptui.sync.digest import digest, letters_of

META = "meta"
DEVICES = "devices"
SCHEMA = 1
"""The major version of the format. Raised only when an older version could misread the file."""

CODE_LETTERS = 4
PROCESS_LETTERS = 5
DB_LETTERS = 10


def device_code(install: str, device: str) -> str:
    """Four letters for a device, derived from the random id of the installation and the device name."""
    return letters_of(digest(f"{install}\0{device}"), CODE_LETTERS)


def actor_of(code: str) -> str:
    """A new actor for one process of the device; cloned machines never share one."""
    return code + token(PROCESS_LETTERS)


def device_id(code: str) -> str:
    """The document id of a device's record: the same whoever writes it, and larger than any small number."""
    return str((digest(f"device {code}") & ((1 << 53) - 1)) | (1 << 32))


def with_identity(data: Data, ms: int, actor: str, device: str, zone: str | None) -> Data:
    """``data`` with the records of the database and of the writing device, which every file contains."""
    data = with_device(data, ms, actor, device, zone)
    if "1" in data.get(META, {}):
        return data
    meta: Record = {"app": "wiptui", "db": token(DB_LETTERS), "schema": SCHEMA}
    return {**data, META: {**data.get(META, {}), "1": meta}}


def with_device(data: Data, ms: int, actor: str, device: str, zone: str | None) -> Data:
    """``data`` with a record of the device; unchanged when nothing in that record is new."""
    devices = data.get(DEVICES, {})
    key = device_id(actor[:CODE_LETTERS])
    record = devices.get(key)
    fields = {"code": actor[:CODE_LETTERS], "name": device} | ({"zone": zone} if zone else {})
    news = {name: value for name, value in fields.items() if (record or {}).get(name) != value}
    if not news:
        return data
    return {**data, DEVICES: {**devices, key: patched(record, news, ms, actor)[0]}}
