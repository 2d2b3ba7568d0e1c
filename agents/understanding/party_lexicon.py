"""The words of party sizes, each with the letter it has in the party grammar.

Letters: n number, 1 the word "one", p people, A adults, K children, J the speaker, W we and
there, H he and she, S one relation, N a name, q about, + "or more", < "up to", > at least,
B between, F from, I it, - to, | or, & and, w with, i including, f for, o of, l the or a,
h whose, u us, P party, R parties, c head count, m make it, b expecting and having, e is,
v will take, C coming, k do, T total, D both, ^ more or less, Q than, ! not, U up, % little, O ones,
r what may follow a count, @ at, d date, t time, x a thing counted that is no guest, g age,
V diet, 0 none, X other figure, z other word.
"""

from functools import cache, lru_cache

from agents.understanding.date_grammar import read_dates
from agents.understanding.spelling import Speller
from agents.understanding.token_types import Token
from agents.understanding.tokens import Scan

_LETTERS = {
    "p": "people ppl peeps peple ppls person persons guest guests pax head heads folks attendees"
    " attendee friend friends coworkers colleagues employees staff rsvps seats seat tickets ticket"
    " members member men women guys girls ladies boys others buddies cousins relatives players"
    " students teachers seater top mouths plates covers neighbors neighbours gals bodies souls"
    " classmates teammates humans individuals family's attending invitees pals besties strangers"
    " bridesmaids groomsmen couples dudes residents homies lads sisters brothers aunts uncles"
    " nurses doctors workers volunteers veterans campers graduates managers clients"
    " customers visitors moms mums dads mothers fathers wives husbands girlfriends boyfriends"
    " grandmas tenants roommates in-laws scouts soldiers females males fellas chicks"
    " bros partners associates alumni faculty personas persona gente invitados invitadas amigos"
    " engineers",
    "A": "adult adults grownup grownups ups elders seniors adultos adulto mayores",
    "K": "kid kids child children childs kiddo kiddos toddler toddlers baby babies infant infants"
    " minors littles youngsters teens teenagers kidz toddlers grandkids grandchildren daughters"
    " sons nieces nephews niños ninos niñas ninas hijos hijas chiquitos",
    "J": "me myself i",
    "S": "wife husband hubby spouse partner son daughter mom mum mother dad father brother sister"
    " boyfriend girlfriend bf gf fiance fiancee friend grandma grandmother grandpa grandfather"
    " boss roommate cousin aunt uncle nephew niece bestie neighbor sis bro buddy date parents"
    " grandparents twins girl boy bride groom honoree",
    "q": "about abt bout around roughly approximately approx like maybe probably say ish perhaps"
    " nearly almost circa estimated only just exactly currently another all ~ prolly possibly so"
    " como unos unas",
    "<": "under below max maximum most",
    ">": "over least above minimum min",
    "B": "between",
    "-": "to thru through - – —",
    "|": "or",
    "&": "and plus & + n y",
    "w": "with w w/ con",
    "i": "including includes incl include included which whom",
    "f": "for para",
    "o": "of",
    "l": "the a an da",
    "h": "my our his her their your",
    "u": "us",
    "P": "party group table crowd reservation booking gathering event team crew bunch spot total's"
    " family dinner lunch hibachi room space bachelorette bachelor wedding reception shower reunion"
    " graduation picnic luncheon brunch quince quinceañera quinceanera baptism banquet gala"
    " fundraiser",
    "c": "headcount count number size attendance rsvp guestlist #",
    "m": "make went grew increased jumped dropped change changing bump update increase"
    " raise lower adjust switch drop cut bring",
    "b": "have has had having thinking got expecting expect feed feeding serve serving host hosting"
    " accommodate handle handling cater catering inviting invite somos seremos we're we've"
    " there's there're",
    "e": "is are r was were be will would should gonna it's its it'll itll itd it'd that's thats",
    "W": "we there we'll there'll we'd",
    "H": "he she he's she's",
    "D": "both",
    "U": "up upto down",
    "%": "little lil small young",
    "O": "ones",
    "R": "parties groups events gatherings crowds",
    "^": "more extra additional less fewer",
    "Q": "than",
    "!": "not",
    "F": "from",
    "I": "it that this them",
    "v": "want need get buy take book reserve order needing grab",
    "C": "coming comin come comes show attending attend showing joining confirmed going eating"
    " rsvpd rsvp'd rsvped invited",
    "T": "total altogether together combined",
    "k": "do",
    "r": "in near on by within please thanks thx pls next now right if who but"
    " somewhere anywhere instead max tops tonight today today's because since"
    " though when so will outside inside too then as there until starting"
    " early late later far close is are could can would",
    "@": "at @",
    "x": "hours hour hrs hr minutes minute mins min seconds second secs days day weeks week months"
    " month years year yrs yr miles mile mi blocks dollars bucks cents chefs chef grills grill"
    " tables dishes dish proteins protein steaks steak chicken shrimp lobster scallops salmon"
    " vegetable vegetables veggie veg courses course stars star"
    " highchair highchairs locations options option questions question kinds kind things thing"
    " items item choices choice times time more's o'clock oclock am pm percent feet ft inch"
    " inches lbs pounds bottles sake cars car dogs dog parking nights night hibachis appetizers"
    " sides rice noodles orders plate reasons reason bags bag trays tray pieces shows show"
    " appointments bookings reservations different separate stations vehicles chairs forks"
    " acres stories bedroom bathroom stops weekends weekend houses rounds sets set degrees way"
    " minute's drinks shots texts messages emails calls numbers birthdays occasions",
    "g": "turns turning turned age aged ages grade old bday birthday anniversary #",
    "V": "vegetarian vegetarians vegan vegans veggies vegitarian vegitarians gluten celiac celiacs"
    " halal kosher pescatarian pescatarians allergy allergies allergic intolerant dairy lactose"
    " shellfish nut nuts peanut keto",
    "0": "no zero without",
}
_FIGURES = {
    "t": "t", "?": ".", ".": ".", ",": ",", "&": "&", "-": "-", "@": "@", "/": "/", "D": "d",
    "o": "d", "q": "d", "Y": "d",
}  # fmt: skip


@cache
def _words() -> dict[str, str]:
    words: dict[str, str] = {}
    for letter, many in _LETTERS.items():
        for word in many.split():
            words.setdefault(word, letter)
    return words


@cache
def _speller() -> Speller:
    people = ("people", "guests", "adults", "children", "persons", "friends", "coworkers")
    return Speller(people)


def party_letters(scanned: Scan) -> str:
    """The message as the party grammar reads it, a letter a token; numbers in dates are dates."""
    text, tokens = scanned
    letters = [_letter(text, token) for token in tokens]
    for index in range(1, len(tokens) - 1):
        short_for = letters[index + 1] in "hlun" and tokens[index - 1].kind == "w"
        if tokens[index].word == "4" and short_for:
            letters[index] = "f"  # "vegan options 4 my sister", "quote 4 35"
    for match in read_dates(text).matches:
        first, last = match.lexemes[0].start, match.lexemes[-1].end
        for index, token in enumerate(tokens):
            if first <= token.start < last:
                letters[index] = "d"
    return "".join(letters)


def _letter(text: str, token: Token) -> str:
    if token.kind == "w":
        letter = _word_letter(token.word)
        return "N" if letter == "z" and token.start and text[token.start].isupper() else letter
    if token.kind in "nc":
        return "1" if token.word == "one" else "n" if token.value else "x"
    if token.word == "#":
        return "c"
    if token.word == "+" and _closed(text, token):
        return "+"
    return _FIGURES.get(token.kind, "X")


@lru_cache(maxsize=8192)
def _word_letter(word: str) -> str:
    return _words().get(_speller().correct(word) or word, "z")


def _closed(text: str, token: Token) -> bool:
    """Whether the plus sign sticks to the figure before it: "30+ people"."""
    before = token.start > 0 and text[token.start - 1].isdigit()
    return before and not text[token.end : token.end + 1].isdigit()
