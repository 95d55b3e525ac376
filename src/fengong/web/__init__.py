"""What a request asks and what a reply says, whoever carries them: a server, `fengong get`, or a folder of files."""
