"""The web pages: they show what the engine answers and keep their state in the address."""
