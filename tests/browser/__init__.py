"""The website as its visitors have it: the widget in a real browser, on another site's page."""
