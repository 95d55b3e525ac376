"""What all commands share: workspace, language, and writing to where the user wants it."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from fengong import workspace as workspaces
from fengong.bilingual import Bilingual, Lang
from fengong.errors import UnwritableFile
from fengong.workspace import Workspace

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Settings:
    """What was said before the command's name."""

    workspace: str | None
    lang: Lang


def language(given: str | None) -> Lang:
    """The language of sentences: as given, else ``$FENGONG_LANG``, else that of the terminal; English when in doubt."""
    for each in (
        given,
        os.environ.get("FENGONG_LANG"),
        os.environ.get("LC_ALL"),
        os.environ.get("LC_MESSAGES"),
        os.environ.get("LANG"),
    ):
        if each:
            return "zh" if each.lower().startswith("zh") else "en"
    return "en"


def settings_options(command: Command) -> Command:
    """Add ``--workspace`` and ``--lang``."""
    command = click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of words and messages. 语言。")(command)
    return click.option("--workspace", metavar="DIR", help="A folder made by `fengong init`. 工作区目录。")(command)


def settings(workspace: str | None, lang: str | None) -> tuple[Workspace, Lang]:
    """Workspace and language of a command: what it was given itself, else what stood before its name."""
    context = click.get_current_context()
    above = context.find_object(Settings) or Settings(None, language(None))
    return workspaces.find(workspace or above.workspace), language(lang) if lang else above.lang


def tell(words: Bilingual, lang: Lang, **facts: object) -> None:
    """A sentence to the user, on stderr."""
    click.echo(words.fill(**facts).said(lang), err=True)


def emit(data: str | bytes, output: str | None) -> None:
    """Data to stdout, or whole into the file ``output``: it appears there complete or not at all. Raises UnwritableFile."""
    encoded = data.encode() if isinstance(data, str) else data
    if output is None or output == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(encoded)
        sys.stdout.buffer.flush()
        return
    import tempfile  # noqa: PLC0415 - only for files

    path = Path(output).resolve()  # a link stays a link: what it points to is replaced
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as handle:  # a device or a pipe is written to, not replaced
                handle.write(encoded)
            return
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(encoded)
            Path(temporary).chmod(mode)
            Path(temporary).replace(path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UnwritableFile(output, error.strerror or str(error)) from error


def is_file(output: str | None) -> bool:
    """Whether ``output`` is a file, beside which another can be put, and not a terminal, a pipe or a device."""
    return output not in {None, "-"} and Path(str(output)).is_file()


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def on_terminal() -> bool:
    """Whether sentences go to a person's terminal."""
    return sys.stderr.isatty()


def terminal_width() -> int:
    """How wide the terminal is that data goes to; 0 where it goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
