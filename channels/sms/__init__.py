"""The SMS door: Twilio's webhooks in, Twilio's REST API out. It translates, and does nothing else.

inbound   verified webhooks become Inbound and Delivery
outbound  Outbound becomes a message at Twilio, or a typed SendError
split     long replies become parts, before they are stored
"""
