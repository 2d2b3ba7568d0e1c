"""Phone numbers that are nobody's, each new to the bot."""

import random
import re
from collections.abc import Collection

from channels.playground.house import House

# California's, so that it is the same hour there as at the caterer's.
_AREAS = (
    "209 213 310 323 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 747 760 "
    "805 818 831 858 909 916 925 949 951"
).split()
_OFFERED = 60


async def fresh_numbers(house: House, count: int, taken: Collection[str]) -> list[str]:
    """Numbers that the bot has never had to do with, so that nothing is remembered of them.

    555-0100 to 555-0199 of each area code are kept for fiction:
    https://nationalnanpa.com/number_resource_info/555_numbers.html"""
    all_of_them = [f"+1{area}5550{line}" for area in _AREAS for line in range(100, 200)]
    free = [number for number in all_of_them if number not in taken]
    offered = random.sample(free, _OFFERED)
    known = await house.known(offered)
    fresh = [number for number in offered if number not in known]
    return (fresh + offered)[:count]


def spoken(number: str) -> str:
    """(213) 555-0142 of +12135550142; numbers of other countries as they are."""
    return re.sub(r"^\+1(\d{3})(\d{3})(\d{4})$", r"(\1) \2-\3", number)
