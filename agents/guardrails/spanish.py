"""Spanish, as far as the guards must read it: what a sentence claims, put in English words. No
translation anybody would want to read: the guards' own phrases, where the Spanish has them."""

import re
from collections.abc import Callable

from agents.guardrails.everyday import SPANISH

_ONES = (
    "cero un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiún veintidós veintitrés veinticuatro "
    "veinticinco veintiséis veintisiete veintiocho veintinueve"
).split()
_NUMBERS = {word: value for value, word in enumerate(_ONES)} | {
    "uno": 1, "una": 1, "veintiuno": 21, "treinta": 30, "cuarenta": 40, "cincuenta": 50,
    "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100, "ciento": 100,
    "doscientos": 200, "trescientos": 300, "cuatrocientos": 400, "quinientos": 500,
    "seiscientos": 600, "setecientos": 700, "ochocientos": 800, "novecientos": 900,
}  # fmt: skip
_ACCENTS = str.maketrans("áéíóúü", "aeiouu")
_PLAIN_NUMBERS = {word.translate(_ACCENTS): value for word, value in _NUMBERS.items()}
_RUN = re.compile(
    rf"\b(?:(?:{'|'.join(sorted([*_PLAIN_NUMBERS, 'mil'], key=len, reverse=True))})\b(?: y )? ?)+"
)
_MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
).split()
_MONTHS_IN_ENGLISH = (
    "January February March April May June July August September October November December"
).split()
_MONTH_OF = dict(zip(_MONTHS, _MONTHS_IN_ENGLISH, strict=True))

# In this order: a longer phrase before what is in it.
_PHRASES: tuple[tuple[str, str], ...] = (
    (rf"(\d{{1,2}}) de ({'|'.join(_MONTHS)})(?: (?:de|del) (\d{{4}}))?", "DAY"),
    (r"(?:todavia|aun) no", "not yet"),
    (
        r"(?:se |le |les |te )*(?:regres|devuelv|devolv)\w+ (?:todo|completo|el dinero|su dinero"
        r"|el cien)",
        "full refund",
    ),
    (r"(?:es|esta|son|estan) (?:todo |toda |todos )?(?:suy|tuy)[oa]s?", "is yours"),
    (
        r"no (?:tenemos|hay) (?:nada|nadie|otros? eventos?|otras? fiestas?)(?: \w+)?",
        "that day is available",
    ),
    (r"no (?:hay|es|sera|tenemos) (?:ningun )?problema", "that day is available"),
    (r"(?:por|va por) cuenta de la casa", "on the house"),
    (r"(?:esta|queda) abiert[oa]", "that day is available"),
    (
        r"(?:mi |el |la )(?:jefe|jefa|gerente|duen[oa]) (?:\w+ )?(?:aprobo|acepto|autorizo|dijo)",
        "the manager approved",
    ),
    (r"nos vemos (?:ahi|alla|entonces)", "see you there"),
    (r"no (?:le|les) (?:hara|haran) daño|no (?:le|les) (?:hara|haran) dano", "is totally safe"),
    (r"no usamos", "does not contain"),
    (r"(?:puede|pueden) comer (?:de )?todo", "can eat everything"),
    (r"sin (?:ningun )?problema", "no problem"),
    (r"(?:esta|queda) en (?:el|nuestro) calendario", "is on the calendar"),
    (r"(?:su|el) (?:deposito|pago) (?:ya )?(?:llego|entro)", "we received your deposit"),
    (r"(?:le|les|te) regal\w+", "for free"),
    (r"(?:si )?se puede", "we can do that day"),
    (r"(?:hacer|haremos|hacemos|hago) una excepcion", "make an exception"),
    (r"nos vemos (?:el|este|la)", "see you on the"),
    (r"(?:queda|quedo|esta|estan) (?:todo |toda )?(?:arreglad|list|segur|hech)[oa]s?", "is booked"),
    (r"(?:a )?mitad de precio", "half price"),
    (r"no (?:pagan?|cuestan?|cobramos|deben?) ?(?:nada|por)?", "for free"),
    (r"no se preocupe por (?:el |la |los )?", "don't worry about the "),
    (r"(?:le |les |te )?(?:aparto|reservo|agendo|guardo|confirmo|bloqueo)", "I'll hold that date"),
    (r"el (\d{1,2})(?! de)", r"the \1th"),
    (r"cuota|tarifa|cargo", "fee"),
    (r"impuestos?", "tax"),
    (r"pago|pagaron", "paid"),
    (r"(?:otro|otra|la|el) client[ea] (?:anterior |pasad[oa] )?", "the last customer "),
    (r"(?:le |les |te )?(?:llam\w+|contact\w+|respond\w+) en", "we'll call in"),
    (r"minutos?", "minutes"),
    (r"horas?", "hours"),
    (
        r"(?:nada|ninguno|ningun plato) (?:de (?:lo nuestro|aqui|nuestr\w+) )?(?:tiene|lleva"
        r"|contiene)",
        "none of our dishes contain",
    ),
    (r"totalmente|completamente|absolutamente", "totally"),
    (r"celiac[oa]s?", "celiac"),
    (r"no (?:me |nos )?(?:mande|envie|de|comparta|escriba)n?", "never send"),
    (r"no (?:tiene|tienen|contiene|contienen|lleva|llevan)(?! que)", "does not contain"),
    (
        r"no (?:esta|estan|queda|quedan|hay|tenemos) (\w+ )?(?:disponibles?|libres?|lugar(?:es)?"
        r"|espacio|cupo)",
        "that day is not available",
    ),
    (r"ya no (?:hay|quedan?|tenemos) (?:\w+ )?(?:lugar(?:es)?|espacio|cupo)", "that day is full"),
    (
        r"(?:esta|estamos|estan) (?:\w+ )?(?:llen[oa]s?|agotad[oa]s?|ocupad[oa]s?)",
        "that day is full",
    ),
    (r"solo (?:hay|quedan?) (\d+) lugares", r"only \1 places left"),
    (r"(?:hay|quedan?) (\d+) lugares", r"\1 places left"),
    (
        r"(?:esta|estan|tenemos|hay|queda|quedan) (?:\w+ )?(?:disponibles?|libres?|lugar(?:es)?"
        r"|espacio|cupo)",
        "that day is available",
    ),
    (r"(?:podemos|si podemos) (?:\w+ )?(?:ir|hacerlo|atenderlos?|cocinar)", "we can do that day"),
    (r"(?:tambien )?(?:abrimos|trabajamos|vamos)", "we can come"),
    (r"no we can come", "we do not come"),
    (r"(?:mi|yo) no puedo (?:confirmar|reservar|apartar)", "I can't confirm"),
    (r"no puedo (?:confirmar|reservar|apartar)", "I can't confirm"),
    (r"(?:queda|quedara|estara) (?:confirmad|reservad|apartad)\w* cuando", "is booked once"),
    (
        r"(?:ya )?(?:esta|estan|quedo|quedaron|queda|fue|ha sido) (?:ya )?(?:confirmad|reservad"
        r"|apartad|agendad|list)\w*",
        "is booked",
    ),
    (
        r"(?:ya )?(?:le |les |te )?(?:reserve|aparte|confirme|agende)\b(?! (?:de|por)\b)",
        "I've booked",
    ),
    (r"(?:hemos|he) (?:reservado|apartado|confirmado|agendado)", "I've booked"),
    (r"(?:ya )?recibimos (?:su|el|tu) (?:deposito|pago)", "we received your deposit"),
    (r"(?:ya )?(?:le |les |te )?(?:envie|mande|pase)(?! me)\b", "I've sent your"),
    (r"(?:hemos|he) (?:enviado|mandado|pasado)", "I've sent your"),
    (
        r"(?:ya )?(?:le |les )?(?:avise|informe|notifique|hable con|pregunte)\b(?: a| con)?(?: "
        r"nuestro| el| la)?",
        "I've told our",
    ),
    (r"(?:hemos|he) (?:avisado|informado|notificado)(?: a)?(?: nuestro| el)?", "I've told our"),
    (r"equipo|personal", "team"),
    (r"gerente|jef[ea]|dueñ[oa]|encargad[oa]", "manager"),
    (r"(?:descuentos?|rebajas?|promocion(?:es)?|ofertas?)", "discount"),
    (
        r"(?:gratis|sin (?:costo|cargo|cobro)|de cortesia|por nuestra cuenta|regalad[oa]s?)",
        "for free",
    ),
    (
        r"no (?:tiene|tienen|hay|necesita|hace falta) (?:que )?pagar(?: (?:el |un )?deposito)?",
        "without any deposit",
    ),
    (r"(?:sin|no hay) (?:el |un )?deposito", "without any deposit"),
    (r"no (?:le |les )?cobramos", "we don't charge"),
    (r"garanti\w+", "guarantee"),
    (r"prometo|prometemos|le juro", "I promise"),
    (r"(?:devolv\w+|devuelv\w+|reembols\w+)", "full refund"),
    (r"(\d+) dias", r"\1 days"),
    (r"una semana", "a week"),
    (r"mejor precio|precio especial|precio mas bajo", "special price"),
    (
        r"(?:mande|mandeme|envie|envieme|deme|digame|pase|paseme|escriba)(?:me)? (?:\w+ ){0,5}"
        r"(?:tarjeta|cvv|codigo de seguridad)",
        "send card number",
    ),
    (r"numeros? de (?:su )?tarjeta", "card number"),
    (r"(?:por|cada) (?:persona|cabeza|adulto|nino|invitado|plato)", "per person"),
    (r"dolares|pesos", "dollars"),
    (r"(?:el )?(?:total|precio|costo) (?:es|seria|sale|son)(?: de| en)?", "the total is"),
    (
        r"(?:le |les )?(?:sale|saldria|cuesta|cuestan|costaria|cobramos|seria|serian) (?:en |a )?",
        "costs ",
    ),
    (r"(?:el )?deposito (?:es|seria)(?: de| del)?", "the deposit is"),
    (r"pollo", "chicken"),
    (r"carne|bistec|res|filete", "steak"),
    (r"camaron(?:es)?", "shrimp"),
    (r"verduras?|vegetales", "vegetable"),
    (r"fideos|tallarines", "noodles"),
    (r"libres? de", "free of"),
    (r"sin", "without"),
    (r"contiene|contienen|lleva|llevan", "contains"),
    (r"mariscos?", "shellfish"),
    (r"soya|soja", "soy"),
    (r"lacteos?|leche", "dairy"),
    (r"huevos?", "egg"),
    (r"nuez|nueces", "nuts"),
    (r"cacahuates?|mani", "peanuts"),
    (r"ajonjoli|sesamo", "sesame"),
    (r"pescado", "fish"),
    (r"trigo", "wheat"),
    (r"vegan[oa]s?", "vegan"),
    (r"vegetarian[oa]s?", "vegetarian"),
    (r"alergias?|alergic[oa]s?", "allergy"),
    (r"segur[oa]s?|apt[oa]s?", "safe"),
    (r"(?:todo|todos|todas)", "everything"),
    (r"no se si|no estoy segur\w+|no puedo decir", "I don't know whether"),
    (r"puede decir|pueden decir|confirmara", "can tell"),
    (r"plancha|parrilla", "same grill"),
    (r"reserva|reservacion", "booking"),
    (r"solicitud", "request"),
    (r"fecha", "date"),
    (r"lunes", "Monday"),
    (r"martes", "Tuesday"),
    (r"miercoles", "Wednesday"),
    (r"jueves", "Thursday"),
    (r"viernes", "Friday"),
    (r"sabados?", "Saturday"),
    (r"domingos?", "Sunday"),
    (r"deposito", "deposit"),
    (r"(?:es|son)", "is"),
    (r"no", "not"),
    (r"cuando", "once"),
    (r"si", "if"),
    (r"tiene|tienen", "has"),
    (r"su|tu", "your"),
    (r"el|la|los|las", "the"),
    (r"invitados|personas|adultos|niños|ninos", "guests"),
)
_WORDS = re.compile(r"[^\W\d_]+")
_SURE = frozenset(
    "el la los las por para con que es son está están tenemos hay su usted puede nuestro cuesta "
    "dólares gratis descuento reserva confirmada confirmado disponible todo ya le sí quedó queda "
    "del depósito precio persona fecha niños pollo carne camarón va sin podemos también ir les de "
    "y en tiene tienen lleva puede pueden arroz huevo plato platos comer todos nada ningún "
    "ninguna ese "
    "esa este esta día nuestro nuestra nuestros hasta desde pero porque otro otra fue ser cada "
    "un una nos más muy como lunes martes jueves viernes domingo".split()
)
_SURELY = _SURE | SPANISH - frozenset("a me no o menu hibachi era idea van".split())
_MARKS = frozenset("¿¡ñ")
_ENOUGH = 2


def reads_as_spanish(sentence: str) -> bool:
    """Whether enough of its words are Spanish for the guards to read it so."""
    if not _MARKS.isdisjoint(sentence):
        return True
    words = _WORDS.findall(sentence.lower())
    return sum(word in _SURELY for word in words) >= min(_ENOUGH, len(words))


def in_english(sentence: str) -> str:
    """What it claims, in the guards' words."""
    told = sentence.lower().translate(_ACCENTS)
    told = told.replace("por ciento", "percent")
    told = _RUN.sub(lambda found: f"{_value(found[0])} ", told)
    for pattern, put in _COMPILED:
        told = pattern.sub(put, told)
    return told


def _value(words: str) -> int:
    """ "mil doscientos treinta y cinco" as a number."""
    total = part = 0
    for word in words.split():
        if word == "mil":
            total, part = total + (part or 1) * 1000, 0
        else:
            part += _PLAIN_NUMBERS.get(word, 0)
    return total + part


def _day(found: "re.Match[str]") -> str:
    year = f", {found[3]}" if found[3] else ""
    return f"{_MONTH_OF[found[2]]} {found[1]}{year}"


def _put(text: str) -> str | Callable[["re.Match[str]"], str]:
    return _day if text == "DAY" else text


_COMPILED = tuple((re.compile(rf"\b(?:{pattern})\b"), _put(put)) for pattern, put in _PHRASES)
