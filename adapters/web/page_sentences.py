"""What the page says that the server alone can know."""


def mask_note(*, keeps: bool) -> str:
    """Whether a painted part is kept to, before it is painted."""
    if keeps:
        return "The rest of the picture stays as it is."
    return "The model that draws here does not keep to a painted part: it is told where, and the rest of the picture may change too."
