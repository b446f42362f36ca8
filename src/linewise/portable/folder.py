"""A model's files in a folder or a zip: written at once or not at all, and read with everything checked."""

import hashlib
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from linewise.core.errors import BadInput, Broken, Conflict, NotFound
from linewise.portable.manifest import AGAIN, CARD, ENCODER, HEADS, KNOWN, LARGEST, NAME, ExportedFile, Manifest, read

# A model with the weights of a large encoder inside; nothing legitimate is larger.
MOST_BYTES = 8 << 30
BLOCK = 1 << 20
DAY = (1980, 1, 1, 0, 0, 0)


def write(target: Path, manifest: Manifest, contents: Mapping[str, bytes | Path]) -> Manifest:
    """Write a model's files, named as in KNOWN, to a folder, or to a zip where the name ends so.

    Returns the manifest with the files' sizes and hashes. Raises Conflict when something else stands there.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise Conflict(f"{target} is there already.", remedy="Name another place, or remove it first.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent, ignore_cleanup_errors=True) as place:
        folder = Path(place, "model")
        folder.mkdir()
        for name, content in contents.items():
            if isinstance(content, Path):
                shutil.copyfile(content, folder / name)
            else:
                (folder / name).write_bytes(content)
        full = replace(manifest, files={name: _described(folder / name) for name in sorted(contents)})
        (folder / NAME).write_bytes(full.to_json())
        if target.suffix == ".zip":
            zipped = Path(place, "model.zip")
            _zip(folder, zipped)
            zipped.replace(target)
        else:
            if target.is_dir():
                target.rmdir()
            folder.rename(target)
    return full


@contextmanager
def opened(path: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest and the folder of a model, unpacked for a while where it is a zip; files are checked by `content`.

    Raises NotFound, BadInput for something else than a model, and Broken for one that was tampered with.
    """
    if path.is_dir():
        yield _manifest(path), path
    elif path.is_file():
        with TemporaryDirectory(prefix="linewise-model-", ignore_cleanup_errors=True) as place:
            _unzip(path, Path(place))
            yield _manifest(Path(place)), Path(place)
    else:
        raise NotFound(f"There is no model at {path}.", remedy="Name a folder or zip that `teach export` wrote.")


def content(folder: Path, manifest: Manifest, name: str) -> bytes:
    """The bytes of a listed file, whose size and hash are right."""
    path = checked(folder, manifest, name)
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != manifest.files[name].sha256:
        raise Broken("The file was changed since the model was exported: its hash is another.", remedy=AGAIN, file=name)
    return data


def checked(folder: Path, manifest: Manifest, name: str) -> Path:
    """The path of a listed file, a plain one of the size that the manifest says."""
    path, known = folder / name, manifest.files[name]
    if path.is_symlink() or not path.is_file():
        raise Broken("The file is missing, or no plain file.", remedy=AGAIN, file=name)
    if path.stat().st_size != known.bytes:
        raise Broken(f"The file has {path.stat().st_size:,} bytes, not {known.bytes:,}.", remedy=AGAIN, file=name)
    return path


def _manifest(folder: Path) -> Manifest:
    path = folder / NAME
    if path.is_symlink() or not path.is_file():
        raise BadInput(
            "There is no manifest here.", remedy="Name a folder or zip that `teach export` wrote.", file=NAME
        )
    if path.stat().st_size > LARGEST:
        raise Broken("The manifest is far larger than any real one.", file=NAME)
    manifest = read(path.read_bytes())
    if sum(one.bytes for one in manifest.files.values()) > MOST_BYTES:
        raise Broken("The model is larger than any real one.", remedy=AGAIN)
    for name in (HEADS, ENCODER):
        checked(folder, manifest, name)
    return manifest


def _described(path: Path) -> ExportedFile:
    with path.open("rb") as file:
        return ExportedFile(bytes=path.stat().st_size, sha256=hashlib.file_digest(file, "sha256").hexdigest())


def _zip(folder: Path, target: Path) -> None:
    """Pack a folder; the same files give the same bytes."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.iterdir(), key=lambda one: (one.name != NAME, one.name != CARD, one.name)):
            entry = zipfile.ZipInfo(path.name, DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as packed:
                shutil.copyfileobj(source, packed, BLOCK)


def _unzip(path: Path, folder: Path) -> None:
    """Unpack the files that a model may have; anything else in the archive makes it none."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if len(set(names)) != len(names) or not set(names) <= {NAME, *KNOWN}:
                raise BadInput(
                    "This zip holds other things than a model.", remedy="Name a zip that `teach export` wrote."
                )
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise Broken("Unpacked, the model would be larger than any real one.", remedy=AGAIN)
            for entry in entries:
                _unpack(archive, entry, folder / entry.filename)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError) as error:
        raise BadInput(
            f"{path.name} is no zip that can be read.", remedy="Name one that `teach export` wrote."
        ) from error


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    """Unpack one file, and no more of it than its entry says it has."""
    left = entry.file_size
    with archive.open(entry) as source, target.open("wb") as file:
        while block := source.read(min(BLOCK, left + 1)):
            left -= len(block)
            if left < 0:
                raise Broken("A file of the zip is larger than it says.", remedy=AGAIN, file=entry.filename)
            file.write(block)
