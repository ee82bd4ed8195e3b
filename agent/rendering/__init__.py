"""From a finished context to the picture: requests to the image model, masks, series, evaluation.

May import: wording, learning, policy, ports, domain. What decides *whether* something may be drawn is in `policy`.
"""
