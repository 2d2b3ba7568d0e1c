"""`bot replay`: recorded conversations, held again turn by turn with another prompt or model.

Nothing is sent, and nothing is written but what the calls to models cost, which is real money and
counts against the day. Each turn starts from the conversation as it stood then, so one that goes
otherwise does not carry the next away with it. What cannot be had back is the world around the
conversation: availability, knowledge pages and inquiries that staff changed are as they are now.
"""
