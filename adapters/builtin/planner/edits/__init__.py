"""A change of the picture at hand: a list of operations, one for each clause of the message. Pure; the choice of an intent and the plans
use it."""
