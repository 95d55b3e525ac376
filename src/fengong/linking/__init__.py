"""Links with what others publish: joining their tables to our places, asking their services for candidates, re-checking what is linked."""
