"""The command line: verbs; data on stdout, sentences on stderr; exit 0 done, 1 a rule is broken or an input unreadable, 2 wrong usage."""
