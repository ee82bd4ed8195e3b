"""The benchmark of identity: its requests, and its sums."""

from benchmarks.identity import FIGURES_MAX, REQUESTS, Drawn, request_of, table


def test_its_requests_have_one_to_four_figures_each_with_a_picture_of_its_own() -> None:
    counts = [len(request_of(number)[1]) for number in range(REQUESTS)]
    assert set(counts) == set(range(1, FIGURES_MAX + 1))

    request, figures = request_of(3)
    assert {ref for ref, _ in request.references} == {ref for ref, _ in figures}
    assert len({image.data for _, image in figures}) == len(figures)
    assert all(ref.label in request.context.prompt for ref, _ in figures)


def test_what_failed_counts_for_nothing_found_and_nothing_missed() -> None:
    rows = table(
        [
            Drawn(figures=2, found=1),
            Drawn(figures=2, found=2),
            Drawn(figures=2, found=0, failed="ModelUnavailable"),
        ]
    )

    assert rows["2"] == {"requests": 3, "failed": 1, "found": 0.75}
    assert rows["1"]["requests"] == 0
