"""Pictures of a built graph: who has which role in which task, who works with whom, who carries how much."""
