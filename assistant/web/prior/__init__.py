"""The page /prior: the trips that a travel plan is like, to be printed and filed with it."""
