"""What a drawn picture says of its making when it is kept: always for machines, and signed where the installation has a certificate."""

from dataclasses import replace

from agent.domain.generation import ImageData, RenderedImage
from agent.ports import PictureSigner
from agent.rendering.provenance import SourceTerm, marked, source_term, term_in


async def with_marks(
    rendered: RenderedImage, signer: PictureSigner | None, *, with_photographs: bool
) -> RenderedImage:
    """As it is kept, and as platforms show it. `with_photographs`: it is made from pictures that people brought."""
    term = source_term(trained=rendered.trained, with_photographs=with_photographs)
    image = await _with_mark(rendered.image, term, rendered.model, signer)
    shown = rendered.shown and await _with_mark(rendered.shown, term, rendered.model, signer)
    return replace(rendered, image=image, shown=shown)


async def _with_mark(
    image: ImageData, term: SourceTerm, model: str, signer: PictureSigner | None
) -> ImageData:
    """Signed last: whatever changes the file afterwards breaks the signature."""
    image = marked(image, term)
    return (
        image if signer is None else await signer.signed(image, term=term_in(image.data) or term, model=model)
    )
