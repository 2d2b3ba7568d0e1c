"""What must hold of any conversation, however it goes."""
