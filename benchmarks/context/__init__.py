"""Does the bot do what was meant? Scripted messages with features of the outcome, played through the real core. See FORMAT.md.

items       the data files         stage     the bot with a stand-in for the image model
patterns    finding words          player    one item, from what was there before to what came out
outcomes    what came out          verdicts  what of it is wrong
                                   figures   rates, table, JSON
"""
