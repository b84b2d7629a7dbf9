"""A real Syncthing of its own on loopback: no discovery, no relays, nobody else."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from pathlib import Path

from machines import until

FOLDER = "wip"
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))

OPTIONS = {
    "globalAnnounceEnabled": "false",
    "localAnnounceEnabled": "false",
    "relaysEnabled": "false",
    "natEnabled": "false",
    "urAccepted": "-1",
    "autoUpgradeIntervalH": "0",
    "crashReportingEnabled": "false",
    "startBrowser": "false",
    "stunKeepaliveStartS": "0",
    "reconnectionIntervalS": "1",
    "progressUpdateIntervalS": "-1",
}


class Node:
    """One Syncthing with its own home. ``start`` it, and ``stop`` it in a finally."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home, self.folder = home, folder
        self.port, self.gui = free_port(), free_port()
        self.key = "loopback"
        self._process: subprocess.Popen[bytes] | None = None
        self._env = {"PATH": os.environ["PATH"], "HOME": str(home), "STNOUPGRADE": "1", "STNODEFAULTFOLDER": "1"}
        subprocess.run(
            ["syncthing", "generate", "--home", str(home), "--no-default-folder", "--skip-port-probing"],
            env=self._env, check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        self.device = self._config().find("device").attrib["id"]

    def _config(self) -> ET.Element:
        return ET.parse(self.home / "config.xml").getroot()

    def configure(self, others: list[Node], max_conflicts: int = 10) -> None:
        """Know the other nodes, share one folder with them, and speak to nobody else.

        ``max_conflicts`` is how many conflict copies of a file Syncthing keeps; with 0 the loser is just overwritten.
        """
        root = self._config()
        for node in others:
            device = root.find(f"device[@id='{node.device}']")
            if device is None:
                device = ET.SubElement(root, "device", id=node.device, name="peer", compression="never")
            for address in device.findall("address"):
                device.remove(address)
            ET.SubElement(device, "address").text = f"tcp://127.0.0.1:{node.port}"
        folder = ET.SubElement(
            root, "folder", id=FOLDER, path=str(self.folder), type="sendreceive",
            rescanIntervalS="60", fsWatcherEnabled="true", fsWatcherDelayS="1",
        )  # fmt: skip
        ET.SubElement(folder, "maxConflicts").text = str(max_conflicts)
        for device in [self.device, *(node.device for node in others)]:
            ET.SubElement(folder, "device", id=device)
        gui = root.find("gui")
        gui.find("address").text = f"127.0.0.1:{self.gui}"
        gui.find("apikey").text = self.key
        options = root.find("options")
        for name, text in {**OPTIONS, "listenAddress": f"tcp://127.0.0.1:{self.port}"}.items():
            for old in options.findall(name):
                options.remove(old)
            ET.SubElement(options, name).text = text
        ET.ElementTree(root).write(self.home / "config.xml")

    def start(self) -> None:
        log = (self.home / "log.txt").open("ab")
        self._process = subprocess.Popen(
            ["syncthing", "serve", "--home", str(self.home), "--no-browser", "--no-restart"],
            env=self._env, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        log.close()
        until(self.answers, 30, f"Syncthing answers; see {self.home}/log.txt")

    def stop(self) -> None:
        """End it and all that it started."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            self.post("/rest/system/shutdown")
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(15)

    # --- asking it

    def _ask(self, method: str, path: str) -> dict:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.gui}{path}", method=method, headers={"X-API-Key": self.key}
        )
        with _direct.open(request, timeout=30) as answer:
            return json.loads(answer.read() or b"{}")

    def get(self, path: str) -> dict:
        return self._ask("GET", path)

    def post(self, path: str) -> dict:
        return self._ask("POST", path)

    def answers(self) -> bool:
        try:
            return self.get("/rest/system/ping") == {"ping": "pong"}
        except (OSError, urllib.error.URLError):
            return False

    def is_connected(self, other: Node) -> bool:
        return bool(self.get("/rest/system/connections")["connections"].get(other.device, {}).get("connected"))

    def scan(self) -> None:
        """Look for changes now; back when it has looked."""
        self.post(f"/rest/db/scan?folder={FOLDER}")

    def pause(self, other: Node) -> None:
        self.post(f"/rest/system/pause?device={other.device}")

    def resume(self, other: Node) -> None:
        self.post(f"/rest/system/resume?device={other.device}")

    def is_settled(self, other: Node) -> bool:
        """Whether it is connected, has everything that it knows of, and knows that the other one has too."""
        if not self.is_connected(other):
            return False
        status = self.get(f"/rest/db/status?folder={FOLDER}")
        there = self.get(f"/rest/db/completion?folder={FOLDER}&device={other.device}")
        return status["state"] == "idle" and status["needTotalItems"] == 0 and there["completion"] == 100


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
