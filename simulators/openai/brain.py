"""What the server's language model says when a test has nothing else in mind."""

import json

from simulators.openai.requests import Asked, message_in


def simple_brain(asked: Asked) -> str:
    """Plans whatever it is told as the subject, finds nothing wrong, and works in nothing."""
    match asked.kind:
        case "plan":
            message = message_in(asked)
            slot = {
                "slot": "subject",
                "value": message,
                "method": "said",
                "memory": "",
                "confidence": 1.0,
                "why": "",
            }
            return json.dumps(
                {"intent": "create", "language": "en", "slots": [slot], "prompt": f"A picture of {message}."}
            )
        case "judge":
            return json.dumps({"verdicts": [{"number": 1, "holds": "yes", "why": ""}], "advice": ""})
        case "merge":
            return json.dumps({"filled": []})
        case "distil":
            return json.dumps({"preferences": []})
        case _:
            return "Hello."
