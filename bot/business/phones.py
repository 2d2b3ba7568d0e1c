"""Phone numbers as people read them."""


def phone_text(number: str) -> str:
    """Return a North American number as people there write it, "(213) 555-0142"; any other as it
    is."""
    if number.startswith("+1") and len(number) == 12 and number[1:].isdigit():
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number
