"""The static site: every page, the data and the answers as files that work from any web host and from a folder."""
