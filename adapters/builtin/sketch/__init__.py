"""How a sketch is drawn: from a scene as data to a picture, by Pillow and arithmetic, without a network.

May import: `adapters.builtin.language`, `agent.domain`. What a text means is in `reading`, who stands where in `layout`, how a thing looks
in `figures`, places in `backdrops`, styles in `treatments`.
"""
