"""Ledgers that bodies filled in and returned: read, compared with the evidence there is, and no more."""
