"""In which language somebody writes, as far as a reply needs it: by alphabet, and by the small
words that no text does without."""

import re

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
)
# No word stands here that is also English, a name of ours ("pasadena") or a dish.
_SMALL_WORDS = {
    "es": "hola el los las una para por con que qué cuánto cuanto cuánta cuesta cuestan quiero "
    "quisiera necesito tienen tiene ustedes gracias está esta estoy somos fecha personas sábado "
    "domingo viernes precio precios puedo pueden del muy también buenas buenos días tardes noches "
    "sí fiesta cumpleaños mi su hay cuántas cuántos dónde cómo es en de y al lo",
    "fr": "bonjour le les une pour avec est vous nous que qui combien je voudrais merci êtes avez "
    "des du et pas très aussi où prix personnes samedi français parlez ce sur dans s'il plaît",
    "de": "hallo der das und ist wir ich für mit nicht bitte danke wie viel kostet haben sie ein "
    "eine einen personen samstag auf zu am möchte guten tag auch",
    "pt": "olá oi uma para com você vocês obrigado obrigada quanto custa quero preciso não são "
    "pessoas sábado tem está também preço os as em da do bom boa dia",
    "it": "ciao buongiorno il gli una per con che quanto costa vorrei grazie siamo sono persone "
    "sabato avete anche della è non di",
    "vi": "xin chào tôi muốn bao nhiêu người cho ngày có không cảm ơn và một",
    "tl": "magkano po kami ako ang mga para sa salamat pwede ba kayo ng tao",
}
ENGLISH = frozenset(
    "the a an and or is are was be to of for in on at with you your we i my our it this that do "
    "does can could would will have has how what when where who no not yes please thanks hi hello "
    "me us if but so there any they he she guests people party date per from about want need like "
    "get book available price much many am pm ok okay just know up out all one two".split()
)
_BY_WORD: dict[str, frozenset[str]] = {}
for _language, _words in _SMALL_WORDS.items():
    for _word in _words.split():
        _BY_WORD[_word] = _BY_WORD.get(_word, frozenset()) | {_language}
_ENOUGH, _SCRIPT_SHARE = 2, 0.3
_VOWELS = re.compile(r"[aeiouyà-öø-ÿ]", re.IGNORECASE)
_HARD = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}", re.IGNORECASE)
_LONGEST = 2000


def language_of(text: str) -> str:
    """An ISO 639-1 code, "tl" for Filipino; "en" also where nothing tells."""
    text = text[:_LONGEST].lower()
    if not text.isascii():
        letters = sum(sign.isalpha() for sign in text)
        for language, script in _SCRIPTS:
            if letters and len(script.findall(text)) > _SCRIPT_SHARE * letters:
                return language
    words = _WORD.findall(text)
    hits: dict[str, int] = {}
    for word in words:
        for language in _BY_WORD.get(word, ()):
            hits[language] = hits.get(language, 0) + 1
    if not hits:
        return "en"
    best = max(hits, key=lambda language: hits[language])
    english = sum(word in ENGLISH for word in words)
    return best if hits[best] >= _ENOUGH and hits[best] > english else "en"


def is_gibberish(text: str) -> bool:
    """Whether it is keys hit at random: long words that nobody could say, and few others."""
    words = [word for word in _WORD.findall(text[:_LONGEST]) if word.isascii() and len(word) > 5]
    if not words or _WORD.search(text[:_LONGEST]) is None:
        return False
    unsayable = [word for word in words if _HARD.search(word) or not _VOWELS.search(word)]
    small = len(_WORD.findall(text[:_LONGEST])) - len(words)
    return len(unsayable) * 2 > len(words) + small
