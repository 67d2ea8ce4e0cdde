"""The results column: the states it can be in, and a card for each passage."""
