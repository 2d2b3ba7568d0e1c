"""The playground: one page on which the whole product is seen at work without an account.

A phone, the caterer's website and the staff's desk, side by side. Stand-ins of Twilio and Slack are
routes of the bot's own server, and the real adapters talk to them as they would to the vendors:
signed webhooks in, the vendors' SDKs out. It is there for whoever sits at this machine alone.

house    what the page shows and does of the bot itself; bot.app implements it
stage    the phones, their texts and the messages in Slack, kept in a file beside the database
feed     what happens, as one resumable stream
twilio   the stand-in of Twilio's REST API; carrier: its webhooks
slack    the stand-in of Slack: its Web API, its signed requests, and what the staff pane does
desk     what the page's own buttons do
guard    who may look: this machine's browser, on pages of our own
site     the routes
"""
