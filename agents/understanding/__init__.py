"""Understanding of English text without network or model: the ear of the embedded model.

Pure, synchronous and deterministic. It also lets code check what a remote model claims to have
read in a customer's message: dates and times (dates), party size (party), phone, e-mail, name and
place (contact), intents (intents), dietary needs (diet), the occasion (occasion).
"""
