"""Options of the test run."""

from __future__ import annotations


def pytest_addoption(parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden/ from the answers of now, for review")
