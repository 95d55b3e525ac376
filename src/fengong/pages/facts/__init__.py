"""What pages show, read from the graph as frozen values; knows no HTML."""
