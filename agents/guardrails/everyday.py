"""Words that claim nothing, in whatever order they stand: greetings, questions, thanks, what is
talked about. While a sentence is being written they may be seen; the first other word keeps back
the rest of it until it is whole and proved."""

_ENGLISH = """
a an the this that these those here there and or but so then also as than of for from to at by with
about into over after before during while until since because if whether when where what which who
whom whose how why i me my mine we us our you your he him his she her they them their it its
is are was were be been being am do does did have has had having will would could should may might
must shall want wants wanted wanting need needs like likes liked know knows knew think thinks
thought guess hope hopes feel feels see look looks looking hear heard sound sounds say says ask
asking help helps helping answer answers explain mean means meant understand understood remember
wonder wondering wish let lets try trying use using bring find finding talk talking speak call
reach wait give gives keep plan plans planning planned consider picture imagine prefer choose
choosing pick decide deciding share tell check checking take takes thank thanks thankyou please
hi hello hey hiya welcome goodbye bye morning evening afternoon tonight today soon later again
sorry apologies apologize pardon excuse congrats congratulations happy glad pleased delighted
excited excellent wonderful lovely great awesome amazing fantastic fun nice sweet beautiful
cool exciting delicious tasty special big small little large long short new old young
fresh hot warm cold easy quick simple good better best bit lot lots many much more most few some
any other another each every everyone anyone someone somebody one ones thing things something
anything way ways kind kinds sort type idea ideas detail details information info question
questions example reason moment minute second sec bit time times while part rest
name names phone number numbers email address place places city zip area location venue
backyard yard garden home house outdoors indoors inside outside party parties event events
celebration celebrating celebrate birthday birthdays anniversary graduation wedding weddings
shower reunion dinner lunch picnic gathering occasion family friends guests guest people person
adults adult kids kid children child group crowd daughter son wife husband mom dad mother father
aunt uncle cousin grandma grandpa hibachi catering food meal meals dish dishes plate plates menu
taste tastes eat eating cooking cook cooks grill show experience assistant automated bot
just really very quite pretty so too well actually maybe perhaps probably possibly already still
ever even both either instead together away back up down out off around along near ahead
first next last second same different sure-thing which-one whatever however though
date day days month week weekend dates
i'm i'd i'll i've you'd you'll you're you've we'd we're we've we'll it'd that's what's where's who's
how's here's there's let's they're he's she's don't doesn't didn't isn't aren't wasn't haven't
couldn't wouldn't can can't cannot not
lol haha
"""
_SPANISH = """
hola gracias por favor buenos buenas tardes noches claro gusto encantado encantada bienvenido
bienvenida saludos disculpe perdón lamento siento que qué cuál cuáles cuándo cómo dónde quién
cuántos cuántas para con de del en y o a al un una unos unas el la los las lo le les se su sus mi
nuestro nuestra usted ustedes me nos yo ella él ellos como cuando donde si más muy también así
quiere quieren quisiera gustaría gustaria desea necesita saber decir decirme dígame ayudar ayudarle
ayudo puedo puede pueden hacer tener ver buscar pregunta preguntas duda dudas información nombre
teléfono número ciudad dirección zona postal fiesta evento celebración celebrar cumpleaños
boda graduación aniversario cena comida invitados personas gente adultos niños familia amigos
hibachi plato platos menú fecha día hora fin semana mes otra otro algo alguna algún mejor
felicidades feliz bonito hermoso emocionante soy somos estoy estamos asistente automático automática
persona alguien mucho mucha muchos muchas poco bien así aquí ahora luego entonces entre sobre mismo
misma tanto cualquier cosa cosas detalle detalles idea manera ser sea sean era fue va vamos van
mañana tarde noche hoy antes después primero último nuevo nueva
"""
# "Can", "not" and such are no claim by themselves, yet the word after them may be: it waits.
SPANISH = frozenset(_SPANISH.split())
ENGLISH = frozenset(_ENGLISH.split())
HARMLESS = SPANISH | ENGLISH
