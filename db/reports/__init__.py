"""What an operator asks of the database: the story of a turn, what was spent, how much there is.

May import db's root. Nothing here changes anything. Figures that are asked for all the time (metrics) live beside what they count.
"""
