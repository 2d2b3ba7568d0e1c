"""The deeds that replies to staff speak of: how each sounds, which tools do it, and how it shows in
what is looked up."""

from msgspec import Struct


class Verb(Struct, frozen=True):
    """A kind of deed. sounds: its participles. tools: those that do it; empty: none does. shows:
    how it shows in what was looked up, where its own word does not. told: a word to somebody,
    which what was looked up shows only where it is told as past."""

    sounds: str
    tools: tuple[str, ...] = ()
    shows: str = ""
    told: bool = False


_FILES = ("make_chart", "export_csv", "export_excel", "export_customer", "run_python", "save_text")
_SETTERS = (
    "set_lead_status", "lose_lead", "change_booking", "confirm_booking", "convert_lead",
    "cancel_booking", "set_day_capacity", "block_dates", "unblock_dates", "change_setting",
    "undo_setting", "set_role", "finish_todo", "schedule_report", "write_knowledge_page",
    "assign_lead", "add_todo", "add_note", "pause_bot", "resume_bot", "close_conversation",
)  # fmt: skip
VERBS = (
    Verb(r"sent|texted|e-?mailed|messaged|mailed|forwarded|resent", ("send_message",),
         r'"(?:messages|last|sent|deliveries|entries)"', told=True),
    Verb(r"told|notified|informed|reminded|alerted|asked|let \w+(?: \w+)? know|thanked|replied to|"
         r"answered|written to|wrote(?: to)?|reached out",
         ("send_message", "assign_lead", "add_todo"), r'"(?:messages|last|notes)"', told=True),
    Verb(r"called|phoned|contacted|reached|rang|spoken (?:with|to)|spoke (?:with|to)",
         ("set_lead_status",), r'"contacted"|"(?:messages|notes)"'),
    Verb(r"quoted", ("set_lead_status", "send_message", "get_quote"), r"quoted|total is|\$\d"),
    Verb(r"lost|dropped|given up", ("lose_lead", "drop_dead_letter"), r'"lost"|lost_reason'),
    Verb(r"won", ("set_lead_status", "convert_lead"), r'"won"'),
    Verb(r"closed|archived|resolved|ended|wrapped up",
         ("close_conversation", "lose_lead", "block_dates"), r'"closed|"archived|"resolved|"lost"'),
    Verb(r"marked|set(?! (?:of|by default))|moved|updated|changed|switched|raised|lowered|"
         r"put (?:it|that|this|her|him|them|the \w+(?: \w+)?) (?:back |up |down )?(?:to|at)|"
         r"increased|reduced|corrected|edited|adjusted|rescheduled|renamed|extended|swapped",
         _SETTERS, r'"(?:before|after|entries|history|changes)"|alert_at'),
    Verb(r"assigned|reassigned|handed(?: over)?|given to|gave|passed(?: on)?",
         ("assign_lead", "add_todo", "give_back"), r'"assigned_to"|"held_by"'),
    Verb(r"noted|added|put in|put through|recorded|logged|saved|put down|jotted down|stored|filed|"
         r"entered|registered",
         ("add_note", "add_todo", "write_knowledge_page", "create_booking", "confirm_booking",
          "schedule_report", "convert_lead", *_FILES), r'"notes"|_paid"|"entries"'),
    Verb(r"scheduled|set up|planned", ("add_todo", "schedule_report", "create_booking"),
         r'"due"|"when"|"next"'),
    Verb(r"finished|completed|ticked off|checked off|crossed off", ("finish_todo",), r"done_at"),
    Verb(r"taken over|took over|claimed|taken|took", ("take_over", "assign_lead", "send_message"),
         r'"held_by"|"assigned_to"|taken'),
    Verb(r"given back|gave back|handed back|released|returned", ("give_back",), r"gave .* back"),
    Verb(r"silenced|muted|silent", ("take_over", "pause_bot"), r'"held_by"|"paused"'),
    Verb(r"booked(?! (?:guests|so far|places))|reserved|created|converted|penciled in",
         ("create_booking", "convert_lead", "add_todo", "schedule_report",
          "write_knowledge_page", *_FILES), r'"booked"|"bookings"|"confirmed"|"held"|made_at'),
    Verb(r"confirmed|secured|locked in", ("confirm_booking",), r'"confirmed"|confirm_booking'),
    Verb(r"cancell?ed|called off", ("cancel_booking",), r"cancel"),
    Verb(r"refunded|charged|paid back|credited|invoiced|billed|collected", (), r"refund|charg"),
    Verb(r"paid|received|cleared", ("confirm_booking",), r'_paid"|paid|received'),
    Verb(r"blocked(?: off)?", ("block_dates",), r'"blocked":true|is blocked|block_dates'),
    Verb(r"unblocked|reopened|opened(?: up)?|freed(?: up)?", ("unblock_dates",),
         r"unblock|not blocked"),
    Verb(r"paused|stopped|switched off|turned off|disabled|shut off|shut down",
         ("pause_bot", "change_setting", "remove_report"), r'"paused":\["|pause'),
    Verb(r"resumed|restarted|switched (?:back )?on|turned (?:back )?on|enabled|reactivated|"
         r"back on(?:line)?|running again|live again",
         ("resume_bot", "change_setting"), r"resume"),
    Verb(r"retried|requeued", ("retry_dead_letter",), r"retried|retry"),
    Verb(r"removed|deleted|erased|wiped|forgotten|forgot|revoked|purged|discarded|cleared out",
         ("forget_fact", "erase_customer", "remove_knowledge_page", "remove_report",
          "revoke_token", "drop_dead_letter", "unblock_dates", "undo_setting"),
         r"remov|delet|eras|forgot|revok"),
    Verb(r"exported|attached|uploaded|generated|charted|plotted|drew|drawn|prepared", _FILES,
         r'"file"'),
    Verb(r"undone|undid|reverted|rolled back|restored", ("undo_setting",), r"undo|undone"),
    Verb(r"promoted|demoted|granted", ("set_role",), r'"role"'),
    Verb(r"transferred", ("transfer",)),
)  # fmt: skip
