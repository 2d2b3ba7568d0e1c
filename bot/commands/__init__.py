"""The commands that staff can have carried out, by what they are about."""
