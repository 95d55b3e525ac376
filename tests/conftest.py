"""The option and the fixture that several test modules use."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import settings

from fengong.cli.main import run
from support import Result

settings.register_profile("fengong", deadline=None)  # a busy machine makes no test fail
settings.load_profile("fengong")


def pytest_addoption(parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden/ from the answers of now, for review")


@pytest.fixture
def fengong(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command and keep what it says; a traceback fails the test."""
    monkeypatch.setenv("FENGONG_LANG", "en")

    def call(*arguments: str) -> Result:
        capfd.readouterr()
        code = run(list(arguments))
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return Result(code, out, err)

    return call
