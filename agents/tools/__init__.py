"""What agents can do. What an agent may not do, its tools cannot do."""
