"""The staff's desk: who of them asks, what they are told, what they do, what waits for a yes."""
