"""What the signs of an injection look like, in lower-case plain text. Each: words one of which a
text must hold before the pattern is tried at all, and the pattern."""

_RULES = (
    r"(?:instructions?|rules?|guidelines?|guidance|guardrails?|(?:system )?prompts?|directi(?:on"
    r"|ve)s?"
    r"|programming|restrictions?|filters?|constraints?|polic(?:y|ies)|safety|orders)"
)
_LEAVES = (
    r"(?:ignor(?:e|ing)|disregard(?:ing)?|forget|overrid(?:e|ing)|bypass(?:ing)?|set aside"
    r"|(?:do not|don'?t|stop|quit|no longer) (?:follow\w*|obey\w*)|discard|dismiss|break|violate"
    r"|turn off|disable|switch off|remove|drop|void|erase|reset)"
)
_TELLS = (
    r"(?:show|reveal|print|repeat|output|display|tell|give|leak|dump|copy|translate|summari[sz]e"
    r"|send|see|read|recite|share|expose|disclose|write|list|type|paste|encode|spell)"
)
_PERSONAL = (
    r"(?:phones?|numbers?|names?|e-?mails?|address(?:es)?|details|contacts?|data|info\w*|bookings?)"
)
_OTHERS = r"(?:customers?|clients?|leads?|hosts?|part(?:y|ies)|people|guests?|bookings?)"

PATTERNS = (
    (
        "aside you terminal hacker pirate everyone everybody override system train only last "
        "previous owner",
        rf"\b(?:set|put|leave) (?:your |the |all )+{_RULES} aside\b|\b{_RULES} (?:that )?you "
        r"(?:operate|run|were given|are given|have been given)\b|\byou are (?:a|an|the) (?:linux|"
        r"terminal|hacker|database|pirate|unrestricted|different (?:ai|bot))\b|\b(?:names?"
        r"|numbers?|"
        r"phones?|lists?|e-?mails?) of (?:everyone|everybody|all (?:who|the people)|people who)\b"
        r"|\boverride (?:the|your|this|any) (?!minimum|\d)|`{3}\s*(?:system|assistant)\b"
        r"|\b(?:respond|reply|answer) with only\b|\b(?:forget|ignore|drop) (?:all )?(?:of )?your "
        r"(?:training|programming|role|identity|purpose)\b|\b(?:repeat|print|show|tell me) (?:\w+ "
        r")?"
        r"(?:everything|all) (?:that )?you(?:'ve| have) been told\b|\byour (?:true|real) owner\b"
        r"|\bthe (?:last|previous) (?:customer|client) (?:write|wrote|say|said|book|order|ask)",
    ),
    # Rules are to be left.
    (
        "instruct rule guid guard prompt directi program restrict filter constrain polic safety "
        "orders",
        rf"\b{_LEAVES}\b(?: (?!my\b|our\b)[\w'-]+){{0,5}}? {_RULES}\b(?! (?:i|we|my|our) )"
        rf"|\b(?:your |these |the following )new {_RULES}\b|\bnew {_RULES}\b ?:"
        rf"|\b(?:begin|start|end)(?: of)? (?:new |system |your )+{_RULES}",
    ),
    (
        "everything anything all what",
        rf"\b{_LEAVES} (?:every ?thing|anything|all|what)(?: that)? (?:(?:you(?:'ve| have|'re| were"
        r"| are)? (?:\w+ )?(?:told|taught|given|instructed|trained))|the (?:business|owner|company"
        r"|developer\w*|boss) (?:told|said|wrote))|\b(?:every ?thing|anything|all) you(?:'ve| have"
        r"| were|'re)? (?:\w+ )?(?:told|taught|given|instructed)\b.{0,30}\b(?:void|invalid|wrong"
        r"|false|outdated|cancell?ed|over)\b",
    ),
    (
        "above prior previous preceding real true actual earlier",
        r"\b(?:ignore|disregard|forget) (?:(?:the|all|any|everything) )*(?:above|prior|previous"
        r"|preceding)\b(?: \w+)?(?: and|,|\.|:|;)* (?:say|print|output|tell|give|write|respond"
        r"|reply"
        r"|answer|confirm)|\b(?:previous|prior|earlier|real|true|actual) instructions (?:were|are"
        r"|follow|no longer)",
    ),
    # Rules are to be told.
    (
        "prompt message instruct rules",
        r"\b(?:system|initial|hidden|secret|developer|master|base|original) (?:prompts?|messages?"
        r"|instructions?|rules)\b|\b(?:your|ur|its|the) (?:\w+ )?prompts?\b(?! (?:repl|respon"
        r"|answer|attention|service|deliver|and\b|help|action|assist|payment|arriv))",
    ),
    (
        "your ur",
        rf"\b(?:{_TELLS}|what(?:'s| is| are| were)|wh?at)\b(?: (?:me|us|are|is|exactly|all|of)\b)* "
        r"(?:your|ur) (?:\w+ )?(?:instructions?|rules|guidelines|configuration|config|settings"
        r"|context|programming|directives)\b(?! (?:for|about|on|to|with|regarding|when|if|around"
        r"|as)\b)",
    ),
    (
        "above before preceding context prompt config canary secret",
        rf"\b{_TELLS}\b.{{0,40}}\b(?:text|everything|words?|message|paragraph|sentences?|lines?) "
        r"(?:above|before|preceding|of your (?:context|prompt|instructions))\b(?! (?:i|we)\b)"
        rf"|\b{_TELLS}\b.{{0,30}}\b(?:full |entire |whole |own )(?:configuration|config|context)"
        r"|\bprint your config|\bwere you told before (?:this|our)\b|\bcanary\b"
        r"|\bsecret (?:token|code|word|key)\b",
    ),
    # It is to be somebody else.
    (
        "now longer from ab jetzt",
        r"\byou(?:'re| are) (?:now|no longer) (?:(?:a|an)\b(?! (?:good|great|real|true) )"
        r"|in (?:\w+ )?mode|free (?:of|from)|\w*gpt\b|unrestricted|bound|limited)"
        r"|\bfrom now on,? (?:you (?:are|will (?:answer|act|respond|say|obey)|must|answer|respond"
        r"|act)|respond|answer (?:as|only|with)|say only|act as)\b|\bab jetzt bist du\b",
    ),
    (
        "mode jailbreak jail break anything sudo limits restrictions filters rules guidelines "
        "guardrails",
        r"\b(?:developer|debug|god|admin|dan|jailbreak|unrestricted|maintenance|root|sudo|dev"
        r"|unfiltered|anything now) mode\b|\bjail ?break|\bdo anything now\b|\bsudo\b"
        r"|\b(?:without (?:any )?|(?:you (?:had|have)|who has|that has|with) no )(?:limits"
        r"|restrictions|filters|rules"
        r"|guidelines|guardrails)\b",
    ),
    (
        "context persona identity task goal job purpose work updated hacked upgrade reprogram "
        "reset "
        "authorization clearance unlock command order polic",
        r"\bnew (?:context|persona|identity|task) ?:|\byour (?:only|new|real|true) (?:\w+ )?(?:goal"
        r"|job|task|purpose|owner) is\b|\byou work for me\b|\byou(?:'ve| have) been (?:updated"
        r"|hacked|upgraded|reprogrammed|reset|unlocked)\b|\bauthorization level\b|\bsecurity "
        r"clearance\b|\bunlock (?:the |all )?(?:staff|admin|hidden|developer|secret)\b"
        r"|\bi (?:command|order) you to\b|\bno (?:\w+ )?(?:rules|policies) (?:and|now|acknowledge)",
    ),
    (
        "pretend imagine act behave play answer respond stop simulate impersonate mimic imitate "
        "dan",
        r"(?:^|[.!?:;,] ?|\b(?:please|now|you) )(?:pretend|imagine|act|behave|play|answer|respond)"
        r"(?: as)?(?: if| though| that)? (?:you(?:'re| are| were) |to be |(?:you|ur) my "
        r"|(?:as|like) )(?:an? |the |my |in )|\brole-? ?play ?:|\broleplay as\b"
        r"|\blet'?s play a game\b.{0,20}\byou(?:'re| are)\b"
        r"|\bstop being (?:an? )?(?:assistant|bot|ai)\b|\byou(?:'re| are) dan\b|\b(?:simulate"
        r"|impersonate|mimic|imitate) (?:the |your |an? )?(?:owner|admin|manager|boss|staff"
        r"|system)",
    ),
    # Somebody speaks who may command.
    (
        "developer programmer creator owner boss admin maker engineer",
        r"\b(?:i'?m|i am|this is|it'?s) (?:your|ur) (?:developer|programmer|creator|owner|boss"
        r"|admin\w*|maker|engineer)\b|\byour (?:boss|developer|creator|programmer) (?:said|says"
        r"|told|wants)\b|\b(?:developer|creator|owner|admin\w*|programmer) of this (?:bot|ai"
        r"|assistant|chat\w*)\b|\bthe developer says\b|\bwhat your (?:makers?|creators?"
        r"|developers?) (?:wrote|told|said)"
        r"|\bas (?:your|the) (?:administrator|admin|owner|boss|creator|developer),? i\b|\badmin"
        r"(?:istrator)? (?:access|rights"
        r"|override|privileges)\b|\b(?:switch|change|go|log) (?:\w+ )?(?:in)?to (?:admin|root"
        r"|developer|staff)\b",
    ),
    (
        "openai anthropic override bypass disable turn switch skip approve set",
        r"\b(?:i'?m|i am|as an?|here|we are|we're) (?:an? |from |with |at )?(?:openai|anthropic)\b"
        r"|\boverride ?:|\bsystem override\b|^\W*override\b|\bset (?:the )?(?:price|total|deposit"
        r"|fee)s? "
        r"(?:of|to|at)\b.{0,20}\d|\b(?:bypass|turn off|disable|switch off) (?:the |your |all |any "
        r")*"
        r"(?:confirmation|read.?back|verification|safety|checks?|filters?|guard\w*|moderation)"
        r"|\bskip the read.?back\b|\bapprove (?:all|every|the|any) (?:\w+ )?proposals?\b"
        r"|\bapprove proposal\b",
    ),
    # It is to say what it is told to.
    (
        "repeat say respond only must sentence phrase my",
        r"\brepeat after me\b|\bsay exactly ?:?|\b(?:respond|reply|answer) only with\b"
        r"|\byou must (?:always |now )?(?:obey|say|comply|approve|confirm)\b"
        r"|\bsay every (?:date|day)\b|\bmust (?:answer|say|reply|respond) (?:yes|only|with)\b"
        r"|\b(?:complete|finish|continue) (?:this|the following|the) (?:sentence|phrase)\b"
        r"|\bmy instructions are\b",
    ),
    # Others' data.
    (
        "customer client lead host part people guest booking conversation who what 's",
        rf"\b{_PERSONAL} (?:of|for|from) (?:all |any |every |the |your )*(?:other|another|all"
        rf"|every) "
        rf"(?:\w+ )?{_OTHERS}\b|\b(?:other|another|all(?: your)?) {_OTHERS}'?s? {_PERSONAL}\b"
        r"(?! do\b)|\b(?:list|export|dump|show me|give me|send me|print|tell me) (?:all |the |your "
        r"|every |me )*(?:customers?|clients?|leads|customer list|conversations)\b|\bwho else "
        r"(?:has "
        r"|have )?(?:booked|reserved|is (?:coming|booked))\b|\bwho (?:are|is) the hosts?\b"
        r"|\bcustomers? with (?:the )?(?:phone|number|name|e-?mail)\b"
        r"|\bof the other (?:party|customer)\b"
        rf"|\bwhat(?:'s| is) (?!your|the|my|our)\w+ \w+'s (?:phone|cell|{_PERSONAL})\b"
        rf"|\b(?:give|tell|send|get) me (?!the|your|my|our|an?\b)\w+(?: \w+)?'s (?:{_PERSONAL}"
        rf"|order)\b"
        r"|\bwhich (?:customers|clients)\b|\b(?:another|other) (?:client|customer)s?(?:'s)? (?:said"
        r"|booked|have booked)|\bwith (?:another|other) (?:client|customer)s?\b|\bdid the (?:person"
        r"|customer|client|guy|one) before me\b",
    ),
    # Tools, and tongues of machines.
    (
        "_ tool function schema",
        r"\b(?:get|create|call|request|note|search|send|my|list|find|update|delete|cancel|approve"
        r"|run|execute|tool|function)_[a-z_]{3,}\b|\b(?:call|use|run|execute|invoke) (?:the |your "
        r")?"
        r"(?:tool|function)\b|\b(?:which|what|your) tools\b.{0,20}\b(?:call|list|have access"
        r"|schema)|\btools list\b|\bjson schema\b|\btool (?:result|output|response) ?:",
    ),
    (
        "{ [ < |",
        r"[{\[]\s*[\"'](?:name|role|tool|tool_calls?|function|arguments|content|result)[\"']\s*:"
        r"|</?\s*(?:system|user|assistant|admin|tool\w*|function\w*|instructions?|prompt|inst|sys"
        r"|im_\w+|important|secret|developer|context)\b[^<>]{0,60}>|<\||\|>|\[/?inst\]|<</?sys>>"
        r"|\[/?(?:system|assistant|developer|admin)\b[^\]]{0,20}\]",
    ),
    (
        "system developer function_call human user assistant ai ##",
        r"(?:^|\n)[ \t#>*-]*(?:system|developer|function_call)(?: (?:message|prompt|note"
        r"|override))? ?:|(?:^|\n)#{2,} ?\w+ ?:|(?:^|\n)(?:human|user) ?:.*\n(?:assistant|ai) ?:"
        r"|(?:^|\n)(?:assistant|ai) ?:.*\n(?:human|user) ?:",
    ),
    (
        "select drop insert union delete --",
        r"\bselect (?:\* ?)?(?:\w+ )?from customers\b|\bselect \* from\b|\bdrop table\b"
        r"|\binsert into \w+|\bunion select\b|\bdelete from \w+|;\s*--",
    ),
    # The commonest of them in other languages.
    (
        "instruc instruç istruz reglas regras regole indicac consignes règles regles regeln "
        "anweisung instruktion prompt 指 规则 提示",
        r"\b(?:ignora|olvida|omite|desobedece|ignore|esque[cç]a|dimentica)\w*\b.{0,30}"
        r"\b(?:instruccion|instru[cç]|reglas|regras|indicaciones|istruzioni|regole)"
        r"|\b(?:mu[eé]stra|dime|ens[eé][ñn]a)\w*\b.{0,20}\bprompt\b|\b(?:ignorez|oubliez?)\b.{0,30}"
        r"\b(?:instructions|consignes|r[eè]gles)\b|\b(?:ignorier\w*|vergiss)\b.{0,30}"
        r"\b(?:regeln|anweisungen|instruktionen)|(?:忽略|无视|忘记).{0,8}(?:指令|指示|规则|提示)",
    ),
)  # fmt: skip
