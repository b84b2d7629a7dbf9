"""Who writes: the device's code, the process's actor, and the records that introduce them to the other devices."""

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
    """Four letters for one device: of the installation's random id and the device's name."""
    return letters_of(digest(f"{install}\0{device}"), CODE_LETTERS)


def actor_of(code: str) -> str:
    """A new actor of the device, for one process: cloned machines never share one."""
    return code + token(PROCESS_LETTERS)


def device_id(code: str) -> str:
    """The document id of a device's record: the same for whoever writes it, past the reach of small numbers."""
    return str((digest(f"device {code}") & ((1 << 53) - 1)) | (1 << 32))


def with_identity(data: Data, ms: int, actor: str, device: str, zone: str | None) -> Data:
    """``data`` with what every written file holds: the record of the database, and one of the device that writes."""
    data = with_device(data, ms, actor, device, zone)
    if "1" in data.get(META, {}):
        return data
    meta: Record = {"app": "wiptui", "db": token(DB_LETTERS), "schema": SCHEMA}
    return {**data, META: {**data.get(META, {}), "1": meta}}


def with_device(data: Data, ms: int, actor: str, device: str, zone: str | None) -> Data:
    """``data`` with a record of the device, written only when something in it is new."""
    devices = data.get(DEVICES, {})
    key = device_id(actor[:CODE_LETTERS])
    record = devices.get(key)
    fields = {"code": actor[:CODE_LETTERS], "name": device} | ({"zone": zone} if zone else {})
    news = {name: value for name, value in fields.items() if (record or {}).get(name) != value}
    if not news:
        return data
    return {**data, DEVICES: {**devices, key: patched(record, news, ms, actor)[0]}}
