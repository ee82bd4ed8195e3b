"""Read in once by the process that bots are forked from: what every start reads in, and the word lists that the first picture asks for."""

import gc

from adapters.builtin.language import lexicon
from adapters.builtin.language.languages import language_of
from agent.policy.content_words import found_in
from bot.commands import chat as chat
from bot.commands import run as run

lexicon.glyphs()
language_of("draw a fox")
found_in("lisa without clothes")
gc.collect()
gc.freeze()
