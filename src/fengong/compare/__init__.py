"""Two versions of a table, or two tables, side by side: what was added, dropped, moved, split, merged, reworded or reassigned."""
