"""How many messages a text is billed as."""

from channels.sms.gsm7 import GSM7, GSM7_TWICE

_GSM7_ALONE, _GSM7_JOINED = 160, 153
_UCS2_ALONE, _UCS2_JOINED = 70, 67
_ALPHABET = GSM7 | GSM7_TWICE


def is_gsm7(text: str) -> bool:
    """Whether the text can go out in GSM-7; else it goes out in UCS-2."""
    return _ALPHABET.issuperset(text)


def count_segments(text: str) -> int:
    """Segments of the text as it stands: GSM-7 160 characters, 153 each when joined; UCS-2 70,
    67. An escaped character and a surrogate pair are never cut in two. No text: 0."""
    if is_gsm7(text):
        return _count([2 if each in GSM7_TWICE else 1 for each in text], _GSM7_ALONE, _GSM7_JOINED)
    return _count([utf16_units(each) for each in text], _UCS2_ALONE, _UCS2_JOINED)


def utf16_units(text: str) -> int:
    """Its length as UCS-2 counts it: what lies beyond U+FFFF, as most emoji, is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _count(sizes: list[int], alone: int, joined: int) -> int:
    if sum(sizes) <= alone:
        return 1 if sizes else 0
    count, room = 1, joined
    for size in sizes:
        if size > room:
            count, room = count + 1, joined
        room -= size
    return count
