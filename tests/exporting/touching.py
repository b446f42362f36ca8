"""The file of a project, touched by somebody."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path


def rewritten(
    path: Path, change: Callable[[str, bytes], bytes | None], *, honest: bool = False, headed: bool = False
) -> Path:
    """The file with members changed (None: left out).

    `honest`: manifest and sums say the new hashes; `headed`: also the new end of the log.
    """
    out = path.with_name("touched.zip")
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        held = {name: archive.read(name) for name in archive.namelist()}
        new = {name: data for name, old in held.items() if (data := change(name, old)) is not None}
        if honest:
            manifest = json.loads(new["manifest.json"])
            for name, stored in manifest["members"].items():
                stored["sha256"] = hashlib.sha256(new[name]).hexdigest()
                stored["bytes"] = len(new[name])
                stored["rows"] = new[name].count(b"\n") if name.endswith(".jsonl") else stored["rows"]
            if headed:
                log = [json.loads(line) for line in new["log/events.jsonl"].splitlines()]
                manifest |= {"events": len(log), "head": log[-1].get("hash") if isinstance(log[-1], dict) else "x"}
            new["manifest.json"] = json.dumps(manifest).encode()
            names = [*manifest["members"], "manifest.json"]
            new["SHA256SUMS"] = "".join(f"{hashlib.sha256(new[one]).hexdigest()}  {one}\n" for one in names).encode()
        for name, data in new.items():
            target.writestr(name, data)
    return out


def only(member: str, change: Callable[[bytes], bytes | None]) -> Callable[[str, bytes], bytes | None]:
    return lambda name, data: change(data) if name == member else data


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def swapped(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return swapped
