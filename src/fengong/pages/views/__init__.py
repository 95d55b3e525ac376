"""The pages: each view takes the book and a request and gives a page, or None where there is no such thing."""
