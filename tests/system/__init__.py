"""Tests of the server as a whole: a real browser, real clients, and abuse. `make test-system` runs them."""
