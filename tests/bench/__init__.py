"""How fast the bot is, beside what nothing but the bare libraries can do on the same machine in
the same minute. `python -m tests.bench --help`."""
