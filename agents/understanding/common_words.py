"""Words that are neither names of people nor of places, however they are spelled."""

FUNCTION_WORDS = frozenset(
    """
    a about above after again against all alone also always am an and another any anybody anyone
    anything anyway are around as at away back be because been before behind being below between
    both but by can cannot come could did do does doing done down during each either else enough
    even ever every everybody everyone everything except few for from get gets getting go goes
    going gone gonna got gotta had has have having he her here hers herself hi hey hello him
    himself his how however i id if ill im in instead into is it its itself ive just keep let lets
    like likely lot lots made make makes making many may maybe me might mine more most much must
    my myself near need needs neither never new next no nobody none nope nor not nothing now of
    off often oh ok okay on once one only onto or other others our ours ourselves out over own per
    perhaps please pls plz probably put quite rather really right said same say says see seem she
    should since so some somebody someone something soon still such sure take tell than thank
    thanks that thats the their theirs them themselves then there theres these they thing things
    think this those though through to together too toward try trying two under until up upon us
    use used using very want wanted wants was wasn way we well went were what whatever whats when
    where which while who whoever whole whom whose why will with within without wont would wouldnt
    yea yeah yep yes yet yo you youre your yours yourself ya u ur r thx ty k hmm um uh nah naw lol
    haha eh meh ugh hm huh blah yada lmao lmfao bruh dude nvm umm uhh err ah ooh aw wow
    dont didnt doesnt cant isnt arent wasnt hes shes theyre weve youve
    """.split()
)

ORDINARY_WORDS = frozenset(
    """
    able absolutely actual actually address adult adults afraid age agent ago agree ahead air
    alcohol alert allergic allergy allowed almost already although amazing amount angry annoyed
    anniversary answer anymore anytime apartment appetizer appetizers apologies appointment
    appreciate area aren arrive ask asked asking assistant available avoid awake aware awesome
    baby backyard bad bbq beach beautiful beef beer best bet better big bill birthday bit book
    booked booking bored boss bot both bother bought bring broke brother brunch budget business
    busy buy call called calling calls cancel cancelled car card care cash catered caterer
    catering celebrate celebrating celebration cell change changed changing charge cheap check
    checking chef chefs chicken child children choice choose city clear close closed cold
    comfortable coming company complete concerned confirm confirmed confused considering contact
    cook cooking cool corporate correct cost costs couple coworker crazy credit curious current
    currently customer dad dairy date dates daughter day days deal decide decided definitely
    deposit desperate details diabetic diet dietary different difficult dinner disappointed
    discount do dollars door driving drinks drive due dying early easy eat eating email emergency
    employee engaged engagement enjoy entire envious environment essential estimate evening event
    events exact exactly excellent excited expecting expensive explain family fan far fast father
    favorite fee fifty final finally find fine finished first five flexible following food forgot
    forty forward four free friday friend friends front full fun future garage garden gathering
    girl glad gluten good grad graduation grandma great grill grilled group guess guest guests guy
    guys half halal hall hand happening happy hard hate head headed healthy hear heard held help
    helpful her hibachi high hire hired hoping host hosting hot hour hours house huge hundred
    hungry hurry husband idea ideal important include included info information inquiring inquiry
    inside interested interesting issue job joke kid kids kind kinda know kosher last late later
    leave left less life list literally little live living local location locked lost love lovely
    loves low lunch mad main married maximum meal mean meat meeting member men menu message midday
    mind minimum minute mom moment monday money month months morning mother moved moving name
    named nearby nervous neighbor nevermind nice night nine noon normal note number nuts office
    old older open opening option options order ordering organizing outdoor outside owner paid
    parents park part party parties patio pay paying payment pending people perfect person phone
    pick place plan planned planner planning plate plates plenty plus point policy pool possible
    ppl pregnant prefer pretty previous price prices pricing private problem question questions
    quick quickly quote quoted rain ready real reach reaching realized reception recommend refund
    regards regular relative reply request reservation reserve reserved responding responsible
    rest restaurant retired return reunion review rice room running rush sad safe salad saturday
    sauce saw school scheduled second self send sent separate serious serve served service set
    seven several shellfish shopping short shower shrimp shy sick side simple single sister site
    six skip small soda son sorry sort sounds soy space special spend spot staff start started
    starting stay steak step stop store stressed stuck stuff stupid sunday super supposed surprise
    sushi table talk talking tax team ten tent terrible test text texting texted theme thinking
    thirty three thrilled thursday ticket tied time times tip tired today tomorrow tonight total
    totally touch town traveling travel trip truck trust tuesday turned turning twelve twenty type
    types unable unavailable unsure unhappy upset urgent vegan vegetable vegetables vegetarian
    venue visit visiting wait waiting walking wedding wednesday week weekend weeks weird welcome
    wife willing window wine wishing woman women wonderful wondering word work worker working
    works worried worst worth writing wrong year years yesterday young zip january february march
    april june july august september october november december jan feb mar apr jun jul aug sep
    sept oct nov dec mon tue tues wed thu thur thurs fri sat sun christmas thanksgiving halloween
    easter midnight memorial labor holiday holidays afternoon ish allergies afford anxious ashamed
    asian american awful blessed blind broken certain chinese dead deaf delighted dizzy done down
    drunk dumb dumped elderly exhausted fabulous fat fed female filipino flattered fluent
    fortunate friendly frustrated furious gay genuine grateful gutted heartbroken home homeless
    honored human hurt ill impressed indian italian japanese jealous jewish jk keen kidding korean
    lazy lucky male mexican muslim obsessed offended overwhelmed pescatarian pleased poor positive
    proud rich robot satisfied scared shocked shook sleepy smart sober speechless spanish starving
    straight strong stunned sweet texan thankful thirsty thrown torn traditional triggered
    tripping vaccinated vegetarians wild wonder anonymous tbd tba na nm idk brb omg asap fyi btw
    rn testing hola bye goodbye cheers whatever advance cookout potluck bachelorette bachelor
    retirement graduate quinceanera baptism gratuity setup cleanup clean tables chairs utensils
    propane noodles lobster scallops salmon filet mignon tofu fish seafood veggies egg eggs sake
    kids' allergen peanuts peanut nut mr mrs ms miss sir maam madam dear everybody folks gentlemen
    ladies being approximately roughly nearly between zero eight eleven dozen rsvp headcount
    attendees add added adding
    """.split()
)

FIRST_NAMES_AND_WORDS = frozenset(
    """
    april may june august summer autumn rose grace hope faith joy will mark bill art chase grant
    frank dean rich drew sue pat rob bob jack penny ruby olive ginger candy daisy lily iris holly
    ivy jade amber crystal dawn eve gene guy dale glen cliff wade chip sandy rusty misty kelly
    emily sally molly polly billy willy jimmy johnny tommy kimberly beverly carly shelly sterling
    irving ned ted fred jared alfred winifred mohammed ahmed reed rashid angelic eric cedric
    dominic erik patrick clementine destiny trinity serenity charity felicity harmony melody
    chastity verity trish irish hamish avish manish ashish girish satish denish christian ernest
    forest everest celeste amiable mabel clement vincent trent brent bliss bess jess tess wes russ
    ross chris liv maverick alec isaac zac nic vic rick nick mick derrick king earl duke prince
    lance jean dolly ally elly milly lilly tilly nelly sherry
    """.split()
)
"""Given names that are also words, or end as words of other kinds do."""

SURNAMES_AND_WORDS = frozenset(
    """
    park young long king price cook rice bush day lee best hall hill fields lane waters brown
    black white green gray grey short small little love rich swift sharp wise bird fox wolf rose
    stone church marsh march may june summers winters friday weeks banks cash moon star good house
    case wood west north east rivers lake ford baker carpenter butler walker hunter singh woo so
    ho do go he she an you see sun kim chu yu yes low high new old ma le la de du del van von da
    di dos el bin st san mac
    """.split()
)
"""Family names that are also words: taken as such after a given name."""
