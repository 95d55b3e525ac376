"""Commands as a reader types them: in bash, with the programs of this environment on the path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def bash() -> str:
    """The program."""
    found = shutil.which("bash")
    assert found, "bash is missing"
    return found


def environment(more: dict[str, str] | None = None) -> dict[str, str]:
    """Our programs come first, and speak English."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {"PATH": path, "FENGONG_LANG": "en"} | (more or {})


def ran(commands: str, folder: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """What comes of ``commands`` in ``folder``, on both streams together; it stops at the first that fails."""
    return subprocess.run(
        [bash(), "-euo", "pipefail", "-c", commands],
        cwd=folder,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=900,
        check=False,
    )
