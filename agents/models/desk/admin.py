"""What admins may ask for beside what staff may."""

from agents.models.desk.care import audit, dead_letters, drop, health, pause, resume, retry, spend
from agents.models.desk.rights import (
    erase_data,
    export_data,
    list_pages,
    read_page,
    remove_page,
    roles,
    set_role,
    write_page,
)
from agents.models.desk.rules import rule
from agents.models.desk.settings import (
    close_day,
    set_hours,
    set_named,
    set_price,
    start_at,
    undo,
)
from agents.models.desk.settings_shown import history, settings

_BOT = r"(?:the )?(?:bot|assistant|replies|answering|auto replies|ai)"
_DOOR = r"(?:the )?(?:texts?|sms|texting|web|website|chat|widget|everything|all|web chat|site)"

ADMIN_RULES = (
    rule(
        "pause_bot",
        pause,
        rf"(?:pause|stop|mute|halt|turn off|switch off|disable|silence) (?:{_BOT}|{_DOOR})"
        rf"(?: bot| replies)?(?: (?:on|for|in|by|from) .+| completely| everywhere)?",
        rf"(?:turn|switch) {_BOT} off.*",
        rf"(?:turn|switch) (?:off )?{_DOOR} off",
        r"(?:the )?bot off(?: .*)?",
    ),
    rule(
        "resume_bot",
        resume,
        rf"(?:resume|unpause|unmute|restart|start|continue|turn on|switch on|enable) (?:{_BOT}"
        rf"|{_DOOR})"
        rf"(?: bot| replies)?(?: (?:on|for|in|by|from) .+| again| everywhere)?",
        rf"(?:turn|switch|put|bring) {_BOT} (?:back )?on.*",
        rf"(?:turn|switch) {_DOOR} (?:back )?on.*",
        r"(?:the )?bot (?:back )?on(?: .*)?",
    ),
    rule(
        "change_setting",
        set_price,
        r"(?:set |change |make |put |raise |lower |bump |increase |drop |update |move )*(?:the"
        r" )?(?:price"
        r" (?:of|for) (?:the )?)?(?P<what>[a-z ]+?)(?: 's)?(?: price| to| at| up| down| is| costs"
        r"| should be| now| =| from <money>)+ (?P<value><money>|\d+)(?: now| each| a person)?",
        r"(?P<what>[a-z ]+?) (?:is|are|costs?|will be) (?:now )?(?P<value><money>)(?: now)?",
        r"(?P<what>[a-z ]+?) (?:is|are|costs?) (?:now )?(?P<value>\d+)",
    ),
    rule(
        "change_setting",
        set_named,
        r"(?:set|change|make|put|raise|lower|update|bump|increase|drop|move) (?P<what>.+?)"
        r" (?:up to|down to|to|=|at) (?P<value>.+)",
        r"(?P<what>[a-z ]+?) (?:to|=|(?:is|are)(?: now)?) (?P<value>MONEY(?: percent)?|[\d.]+ ?%)",
        r"(?P<what>(?:minimum|maximum|daily|child|kids) [a-z ]+?) (?:to|=|is|is now) (?P<value>.+)",
    ),
    rule(
        "change_setting",
        start_at,
        r"(?:events? |parties )?(?:on )?(?:<date>|\w+days?)(?: 's)? (?:now )?(?:starts?|opens?"
        r"|begins?) (?:at|from) (?:<time>|\d+|noon)(?: now)?",
    ),
    rule(
        "change_setting",
        close_day,
        r"(?:we are |we will be |we stay |mark us )?closed (?:on |for )?<date>(?: .*)?",
        r"(?:add )?(?:a )?holiday(?: on| :)* <date>(?: .*)?",
        r"<date> is a holiday(?: .*)?",
    ),
    rule(
        "change_setting",
        set_hours,
        r"(?:set |change |make )?(?:the )?<date>(?: 's)?(?: hours)?(?: to| =| is| are)+"
        r" (?P<value>.+)",
    ),
    rule(
        "change_setting",
        set_named,
        r"(?P<what>[a-z_]+\S*(?: \. \S+)+) (?:to|=) (?P<value>.+)",
    ),
    rule(
        "undo_setting",
        undo,
        r"(?:undo|revert|roll back|rollback|take back)(?: (?P<change>that|it|this|(?:the )?last.*"
        r"|(?:the )?change.*|\d+|(?:the )?\d+th.*|my last.*))?",
        r"(?:undo|revert|roll back|take back) (?:the )?(?P<change>.+)",
    ),
    rule(
        "retry_dead_letter",
        retry,
        r"(?:retry|resend|send again|try again) (?P<letter>.+)",
        r"try (?P<letter>.+) again",
        r"send (?P<letter>.+) again",
    ),
    rule(
        "drop_dead_letter", drop, r"(?:drop|delete|discard|remove|forget|throw away) (?P<letter>.+)"
    ),
    rule(
        "set_role",
        set_role,
        r"(?:make|promote) (?P<who>.+?) (?:to )?(?:an? |to )*(?P<role>admin|staff)",
        r"(?:give|set) (?P<who>.+?) (?:'s )?(?:the )?(?:role )?(?:to |as |of )*(?P<role>admin"
        r"|staff)"
        r"(?: role| rights)?",
        r"(?:take|remove|revoke) (?P<who>.+?)(?: 's| as| from)?(?: an| the)? (?:admin|role"
        r"|rights|admin rights|admin"
        r" role)",
        r"(?P<who>.+?) is no longer (?:an )?admin",
    ),
    rule(
        "export_customer",
        export_data,
        r"export (?:all )?(?:the |customer |all )*(?:data|everything)(?: of| for| on| about|"
        r" we have"
        r" on)* (?P<who>.+)",
        r"export customer (?P<who>.+)",
        r"(?:gdpr |data |customer )+export(?: for| of| on)+ (?P<who>.+)",
    ),
    rule(
        "erase_customer",
        erase_data,
        r"(?:erase|forget|wipe|purge) (?:all |the |customer |data |of |everything |about |on )*"
        r"(?P<who>.+)",
        r"delete (?:all |the )*(?:customer|data|everything)(?: of| on| about| for)* (?P<who>.+)",
        r"delete (?P<who>.+?) 's data",
        r"delete (?P<who>.+?)(?: 's)? data",
    ),
    rule(
        "write_knowledge_page",
        write_page,
        r"(?:write|change|update|edit|replace|add) (?:the |a |new |knowledge )*page"
        r" (?P<page>[\w-]+)"
        r"(?:(?: to| :| ,| with| saying)+ (?P<text>.+))?",
    ),
    rule(
        "remove_knowledge_page",
        remove_page,
        r"(?:remove|delete|hide|drop) (?:the )?(?:knowledge )?page (?P<page>[\w-]+)",
    ),
)

ADMIN_LISTS = (
    rule(
        "list_dead_letters",
        dead_letters,
        r"(?:SHOW |any |the |are there |list )*dead ?- ?letters?(?: .*)?",
        r"(?:SHOW |any |the |are there )*dead letters?(?: .*)?",
        r"(?:SHOW |what |which |any )*(?:messages|texts)(?: that)? (?:failed"
        r"|did not (?:go (?:out|through)|arrive|send|deliver)|bounced"
        r"|were not delivered|got stuck).*",
        r"what failed.*",
        r"(?:SHOW |any |the |are there )*(?:failed|stuck|undelivered) (?:messages|texts|sms)",
    ),
    rule(
        "setting_history",
        history,
        r"(?:SHOW |the )*(?:settings?|change|changes) (?:history|log)(?: .*)?",
        r"(?:SHOW |the |recent |last )*changes(?: to| of| in)*(?: the)? settings",
        r"what settings? (?:were|was|have been|has been|got) changed.*",
        r"history of (?:the )?settings?",
    ),
    rule(
        "audit_log",
        audit,
        r"(?:SHOW |the )*audit(?: log| trail)?(?: .*)?",
        r"who (?:changed|did|approved|touched) (?:what|that|it|this)(?: .*)?",
        r"what did (?P<who>\w+) (?:do|change|approve)(?: .*)?",
        r"(?:what|who) (?:was |has been |has )?changed.*",
    ),
    rule(
        "spend_report",
        spend,
        r"(?:SHOW |the |our |what is |total |daily |today 's |ai |openai |model |bot )*(?:spend"
        r"|spending|spent|budget|costs)(?: .*)?",
        r"how much(?: .*)? (?:spent|spend|spending|budget|left)(?: .*)?",
        r"(?:how much|what) (?:did|does|do|has|is|are)(?: .*)? (?:openai|the bot|the ai|the model"
        r"|the models|tokens|gpt)(?: .*)?",
        r"what (?:did|do|have|has) (?:we|the bot) (?:spend|spent|pay|paid)(?: .*)?",
        r"(?:what is |the |our |average )*(?:costs?|spend|spending) (?:per|for each|for every)"
        r" (?:conversation|chat|lead|inquiry|booking|customer)(?: .*)?",
        r"(?:how much|what) (?:does|do|did) (?:a|an|each|one|every) (?:conversation|chat|lead"
        r"|inquiry|booking|customer) costs? us(?: .*)?",
    ),
    rule(
        "system_health",
        health,
        r"(?:SHOW |the |system |bot |what is the |check )*(?:health|status)(?: of the (?:bot"
        r"|system).*| check| report)?",
        r"(?:is|are) (?:everything|all|the bot|it|things|the system)(?: .*)? (?:okay|well|fine"
        r"|working|running|up|alright|healthy|good)(?: .*)?",
        r"how is the (?:bot|system)(?: .*)?",
        r"anything (?:wrong|broken)(?: .*)?",
    ),
    rule(
        "list_roles",
        roles,
        r"(?:SHOW |the |list |all )*roles",
        r"(?:SHOW )*(?:who (?:is|are) )?(?:the |an |our )?admins?",
        r"who (?:has|have) (?:what|which|admin) .*",
    ),
    rule(
        "list_knowledge_pages",
        list_pages,
        r"(?:SHOW |what |which |the |our |all |list )*(?:knowledge |faq )?pages(?: .*)?",
        r"(?:the )?knowledge(?: base)?",
    ),
    rule(
        "read_knowledge_page",
        read_page,
        r"(?:SHOW |read )*(?:the )?(?:knowledge )?page (?P<page>.+)",
        r"(?:SHOW )+(?:the )?(?P<page>[\w-]+) page",
        r"(?P<page>[\w-]+) page",
    ),
    rule(
        "get_settings",
        settings,
        r"(?:SHOW |what |which |are |the |our |all |list |current |see )*settings?(?: .*)?",
        r"(?:SHOW )+(?:the |our )*(?:hours|opening hours|holidays|limits|models|flags|wording"
        r"|areas"
        r"|service area|guests|notice|budget settings)",
        r"what (?:are|is) (?:the |our )*(?:opening )?(?:hours|holidays|limits|models|flags).*",
        r"(?:hours|holidays|limits|flags|models)",
        r"(?:is|are) .+ paused",
        r"what is paused",
    ),
)
