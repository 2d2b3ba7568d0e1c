"""What a check found: ticks, what to mend, and what is merely so."""

from msgspec import Struct, field

OK, WRONG, SO = "✓", "✗", "–"


class Findings(Struct):
    """The findings of one part of the configuration, in their order."""

    all: list[tuple[str, str]] = field(default_factory=list)

    def ok(self, what: str) -> None:
        """It works."""
        self.all.append((OK, what))

    def wrong(self, what: str) -> None:
        """It cannot work so; what says how to mend it."""
        self.all.append((WRONG, what))

    def note(self, what: str) -> None:
        """It is switched off, has no effect, or should be known."""
        self.all.append((SO, what))

    @property
    def lines(self) -> list[str]:
        return [f"{mark} {what}" for mark, what in self.all]

    @property
    def any_wrong(self) -> bool:
        return any(mark == WRONG for mark, _ in self.all)
