"""Every text of the page's scripts is found, wherever it stands."""

import io

from agent.translation.script_texts import extract

SCRIPT = """\
/** t("In a comment") */
// t("In another")
const hash = `#/${name}${thread ? `/${thread}` : ""}`;
say(secret ? t("Only you") : t("Everyone"));
say(`${who}: ${alt ? t("a picture: {alt}", { alt }) : ""}`);
say(t("{name} is no picture.", { name: file.name || t("That file") }));
say(tn("{n} \\"thing\\"", "{n} things", count));
point("not a text"); set.t("neither");
"""


def test_texts_are_found_in_templates_and_in_each_others_values() -> None:
    found = [
        (line, said) for line, _function, said, _comments in extract(io.BytesIO(SCRIPT.encode()), (), (), {})
    ]

    assert found == [
        (4, "Only you"),
        (4, "Everyone"),
        (5, "a picture: {alt}"),
        (6, "{name} is no picture."),
        (6, "That file"),
        (7, ('{n} "thing"', "{n} things")),
    ]
