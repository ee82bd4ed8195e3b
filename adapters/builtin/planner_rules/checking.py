"""The checklist of a picture: what must be true of it, taken from its context."""

from agent.domain.generation import Check, GenerationContext


def checklist(context: GenerationContext) -> tuple[Check, ...]:
    """Hard items are what people notice: counts, printed text, characters, exclusions, what memory said."""
    checks: list[Check] = []
    for name, evidence in context.slots.items():
        value, recalled = evidence.value, evidence.method == "recall"
        match name:
            case "subject":
                checks.append(Check(slot=name, text=f"it shows {value}"))
            case "count":
                checks += [
                    Check(slot=name, text=f"there are exactly {one}", hard=True) for one in value.split(", ")
                ]
            case "text":
                checks.append(
                    Check(slot=name, text=f"the words “{value}” are printed in it, spelt so", hard=True)
                )
            case "exclude":
                checks += [
                    Check(slot=name, text=f"there is no {one} in it", hard=True) for one in value.split(", ")
                ]
            case "character":
                checks += [Check(slot=name, text=f"it shows {one}", hard=True) for one in value.split("; ")]
            case "references":
                checks.append(Check(slot=name, text=f"it resembles {value}", hard=recalled))
            case _:
                checks.append(Check(slot=name, text=f"{name}: {value}", hard=recalled))
    return tuple(checks)
