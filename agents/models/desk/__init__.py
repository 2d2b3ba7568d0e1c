"""The embedded model for staff: it reads plain requests and answers from the tools."""
