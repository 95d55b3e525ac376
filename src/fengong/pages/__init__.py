"""The pages: everything in the graph for people, in Chinese and English, usable without JavaScript."""

from fengong.pages.router import Pages

__all__ = ["Pages"]
