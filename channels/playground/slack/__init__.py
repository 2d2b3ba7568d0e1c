"""The stand-in of Slack: one workspace, one channel, and the staff's direct messages with the app.

people     who is there; space: the channel, its messages, views and files
arguments  what a call of the Web API was given, and how it is refused
posting, streaming, reading, viewing, filing: the methods, as far as the bot's adapter uses them
api        answers the bot's calls; wire: posts Slack's signed requests to the bot
acts       what somebody does on the page, as Slack would tell the bot; pane: the page's requests
"""
