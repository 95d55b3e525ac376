"""The server: HTTP in front, worker processes behind, so that nothing a stranger sends can hurt what the others get."""
