"""The alphabet of cheap texts: GSM 03.38, and what brings a text into it.

One character outside it makes the whole text UCS-2, which holds less than half as much.
"""

GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_TWICE = frozenset("^{}\\[~]|€\f")
"""The extension table: each is sent as an escape and a character."""

# Chosen as Twilio's Smart Encoding does
# (https://www.twilio.com/docs/messaging/services/smart-encoding-char-list); letters are left.
_PLAIN = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u2035\u00b4`\u02b9\u02bb\u02bc\u02bd\u02c8\uff07",
    '"': "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u02ba\u275d\u275e\uff02",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u2022\u2023\u25e6\u25aa\u00b7",
    " ": "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
    "\u205f\u3000",
    "\n": "\u2028\u2029\u0085",
    "...": "\u2026",
    "<": "\u2039",
    ">": "\u203a",
    "/": "\u2044",
    "": "\u00ad\u200b\u2060\ufeff",
}
_TABLE = str.maketrans({each: plain for plain, them in _PLAIN.items() for each in them})


def to_gsm7(text: str) -> str:
    """The text with its typography made plain: quotes, dashes, ellipses, bullets, odd spaces.
    Letters and emoji stay as they are. Doing it twice changes nothing."""
    return text.translate(_TABLE)
