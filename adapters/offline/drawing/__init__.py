"""How a sketch is drawn: cut-outs, figures, backdrops, layout, lettering and treatments. Pillow and arithmetic, no network."""
