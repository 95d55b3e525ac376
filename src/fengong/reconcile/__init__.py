"""The Reconciliation Service API 0.2 over a graph: which of our bodies, places and tasks does a spreadsheet's cell name?"""

from __future__ import annotations

from fengong.reconcile.service import Reconciler

__all__ = ["Reconciler"]
