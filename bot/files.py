"""Files that are there whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import tempfile
import unicodedata
from pathlib import Path


def write_whole(path: Path, data: bytes) -> Path:
    """Writes a file so that a reader sees the old or the new one, never half; makes its folder. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path


def is_disk_full(error: OSError) -> bool:
    """Whether this is the error of a full disk, or of a user's full share of it."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def slug(text: str, most: int = 40) -> str:
    """A title as part of a file's name: "Dark synthwave, in D" -> "dark-synthwave-in-d"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:most].strip("-") or "piece"
