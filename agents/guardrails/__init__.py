"""What a model says is held against what tools returned before anybody sees it."""
