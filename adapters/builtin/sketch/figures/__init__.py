"""How a thing looks: glyphs, drawings made by hand, bodies, clothes, photographs as cut-outs.

May import: `scene`, `colour`. A drawing the font lacks goes into `handmade`.
"""
