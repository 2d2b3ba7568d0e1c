"""From which piece on a sentence waits until it is whole."""

import re

# Letters that may look like others, signs nobody sees, figures in circles: all but what is usual in
# a text of Latin letters, and emoji.
_UNUSUAL = r"[^ -~\n\t\u00c0-\u017f‘’“”–—…¡¿€£°•\u2600-\u27bf\ufe0f\u200d\U0001f300-\U0001faff]"
_SIGNS = (
    r"[$€£¥¢\d%@]",
    r"[*_`~<>&#|^\\]",
    _UNUSUAL,
    r"[\w+/]{20,}",
    r"\b[a-z] [a-z] [a-z]\b",
    r"://|\bwww\.",
)
# Words that begin so: of figures, of what is claimed of a day, a booking, a promise, what is in a
# dish, of other people and of the prompt.
_STEMS = (
    "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand eleven two three four "
    "five six seven eight nine ten twelve dozen dollar buck percent euro pound half third quarter "
    "grand monday tuesday wednesday thursday friday saturday sunday number request inquir chef "
    "kitchen manager owner boss crew person colleague staff team price match availab open free "
    "room "
    "space spot slot full taken gone booked book confirm reserv save calendar schedul deposit fee "
    "cost secur lock held hold keep sent send submit pass forward told tell ask notif alert inform "
    "spoke talk check know aware move cancel process receiv charg assign pencil put start yours "
    "deal "
    "consider set paid pay went work nothing plenty tons lots enough only discount refund off "
    "minimum code promo coupon back tax notice risk minute hour zero waive guarantee complimentary "
    "house allerg contain safe gluten dairy nut peanut shellfish sesame soy egg fish vegan "
    "vegetarian halal kosher without cover absorb drop skip remov forget shave come came go lower "
    "reduc cut better special honor honour beat money swear promise word trust problem issue "
    "longer "
    "nobody fine card customer client host instruction prompt guideline rule eat separate trace "
    "venmo zelle cash paypal emailed texted called mailed throw upgrade arrang "
    "january february march april june july august september october november december tomorrow  "
    "in\\b cook cater "
    "veint treint cuarent cincuent sesent setent ochent novent cien dos tres cuatro cinco seis "
    "siete "
    "ocho nueve diez quinient mil dólar peso gratis sin costo descuento disponible libre lugar "
    "espacio lleno reserva confirma apart agend quedó queda está precio envié avisé mánd mand "
    "notifi inform recib total depósito "
    "garantiz devolv reembols tiene contiene lunes martes miércoles jueves viernes sábado domingo "
    "podemos tenemos pollo carne camarón seguro vegano"
).split()
SUSPICIOUS = re.compile(
    "|".join([*_SIGNS, rf"\b(?:{'|'.join(_STEMS)})", r"\b\w+teen\b"]), re.IGNORECASE
)
