"""The embedded model: no network, no key. It speaks the same port as a remote one, calls the same
tools, and serves customers when no other model can."""
