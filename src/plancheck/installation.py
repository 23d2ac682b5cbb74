"""How the program was installed, and the command that completes the installation."""

from __future__ import annotations

import os
import sys
from pathlib import Path

DISTRIBUTION = "plancheck"


def install_command(extra: str = "all") -> str:
    """The command that installs what an extra has and is missing.

    It installs from where the program came, with the pip that installs to where it runs. An installation from a folder or an
    address is completed from there: the package need not be on an index, and what is there under its name may be another
    version.
    """
    return f"{install_command_of()} {_origin(_direct_url(DISTRIBUTION), f'plancheck[{extra}]', f'[{extra}]')}"


def install_command_of() -> str:
    """The beginning of the command that installs a package beside the program, without what it is called."""
    # Imported late, like the rest: only a message needs it.
    import shutil

    pip = shutil.which("pip")
    own = pip is not None and Path(pip).parent == Path(sys.executable).parent
    return f"{'pip' if own else f'{_quoted(sys.executable)} -m pip'} install"


def upgrade_command_of(package: str) -> str:
    """The command that installs the latest version of a package, from where it came."""
    noted = _direct_url(package)
    # A file has the version that it has.
    return f"{install_command_of()} --upgrade {_origin({} if 'archive_info' in noted else noted, package)}"


def other_command_of(package: str, version: str) -> str:
    """The command that installs a version of a package before this one."""
    return f"{install_command_of()} {_quoted(f'{package}<{version}')}"


def _direct_url(package: str) -> dict[str, object]:
    """Where a package was installed from, as pip and others note it (PEP 610); empty for an index, or if nothing says so."""
    import json
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        noted = json.loads(distribution(package).read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def _origin(noted: dict[str, object], package: str, extra: str = "") -> str:
    """What pip is told to install: a package, perhaps with an extra, from where it came."""
    url = str(noted.get("url") or "")
    details = next((value for key, value in noted.items() if key.endswith("_info") and isinstance(value, dict)), {})
    if "dir_info" in noted:
        folder = _folder_of(url)
        if not folder.is_dir():
            return _quoted(package)
        return f"{'-e ' if details.get('editable') else ''}{_quoted(f'{folder}{extra}')}"
    if "vcs_info" in noted:
        revision = details.get("requested_revision") or details.get("commit_id")
        # Older versions of pip refuse git+file:///.
        url = url.replace("file:///", "file://localhost/", 1)
        url = f"{details.get('vcs')}+{url}{f'@{revision}' if revision else ''}"
    if noted.get("subdirectory"):
        url += f"#subdirectory={noted['subdirectory']}"
    return _quoted(f"{package} @ {url}" if url else package)


def _folder_of(url: str) -> Path:
    """The folder that a file URL leads to."""
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    return Path(url2pathname(urlsplit(url).path))


def _quoted(argument: str) -> str:
    """An argument as a shell reads it."""
    import shlex

    if os.name == "nt":
        return f'"{argument}"'
    return shlex.quote(argument)
