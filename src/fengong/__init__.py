"""Fengong (分工): who must do what, in which role, by when, and according to which printed words."""

__version__ = "0.1.0"
