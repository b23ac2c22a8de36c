"""How many slips of the finger are between two words."""


def damerau(first: str, second: str, limit: int = 2) -> int:
    """Fewest letters to insert, leave out, replace, or swap with a neighbour, to make one word the other; `limit` + 1 when more.

    Optimal string alignment: no letter is touched twice. Looks only at the band of the table that can stay within `limit`,
    so a long word costs little. Source: Damerau 1964; Ukkonen 1985 for the band.
    """
    if first == second:
        return 0
    if len(first) > len(second):
        first, second = second, first
    if len(second) - len(first) > limit:
        return limit + 1
    far = limit + 1
    before: list[int] = []
    above = [min(column, far) for column in range(len(second) + 1)]
    for row, letter in enumerate(first, 1):
        start, end = max(1, row - limit), min(len(second), row + limit)
        line = [far] * (len(second) + 1)
        line[0] = min(row, far)
        for column in range(start, end + 1):
            other = second[column - 1]
            best = above[column - 1] + (letter != other)
            best = min(best, above[column] + 1, line[column - 1] + 1)
            if row > 1 and column > 1 and letter == second[column - 2] and first[row - 2] == other:
                best = min(best, before[column - 2] + 1)
            line[column] = min(best, far)
        if min(line) >= far:
            return far
        before, above = above, line
    return above[-1]


def deletions(word: str) -> set[str]:
    """The word with each one of its letters left out.

    Two words at distance one share a deletion, or one is a deletion of the other: so an index of deletions finds the right word
    for a misspelt one by equality alone. Source: Garbe's symmetric delete method.
    """
    return {word[:at] + word[at + 1 :] for at in range(len(word))}
