"""Ledgers (台账): what one body leads, shares and joins, one row for each responsibility, to be printed, filled in and returned."""
