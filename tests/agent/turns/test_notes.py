"""What intake could not use is told with the answer, whatever the answer is."""

from agent.outcomes import told
from agent.wording.replies import with_notes


def test_notes_follow_the_answer_and_nothing_else_of_it_changes() -> None:
    answer = told("**a fox**", private=True)

    noted = with_notes(
        answer, ("I could not read cat.png: it is empty.", "I looked at the first 8 of your 9 pictures.")
    )

    assert noted.reply.text.split("\n") == [
        "**a fox**", "I could not read cat.png: it is empty.", "I looked at the first 8 of your 9 pictures.",
    ]  # fmt: skip
    assert noted.reply.only_for_author
    assert with_notes(answer, ()) == answer
