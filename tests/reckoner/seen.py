"""Seen focus computed a second time, in the plainest way, from the definitions in docs/sense.md."""

from __future__ import annotations

IDLE, PEEK, MERGE, ANNOUNCE, DRIFT = 15 * 60, 60, 5 * 60, 5 * 60, 10 * 60
Block = tuple[int, int, str]
"""From when to when a person was at a target; empty where unknown."""


def blocks(acts: list[tuple[int, str]]) -> list[Block]:
    """The place of an act holds until the next act, unless that comes too late; then it ends at once."""
    found: list[Block] = []
    for place, (at, target) in enumerate(acts):
        after = acts[place + 1][0] if place + 1 < len(acts) else None
        until = after if after is not None and after - at <= IDLE else at
        before = found[-1] if found else None
        goes_on = before is not None and before[2] == target and at - acts[place - 1][0] <= IDLE
        if before is not None and goes_on:
            found[-1] = (before[0], until, target)
        else:
            found.append((at, until, target))
    return without_looks(found)


def without_looks(found: list[Block]) -> list[Block]:
    """Begin anew after each join until nothing can be joined."""
    for end in range(1, len(found)):
        one, other = found[end - 1], found[end]
        if one[2] == other[2] and other[0] - one[1] <= MERGE:
            return without_looks([*found[: end - 1], (one[0], other[1], one[2]), *found[end + 1 :]])
        if end > 1:
            first = found[end - 2]
            near = one[0] - first[1] <= MERGE and other[0] - one[1] <= MERGE
            if first[2] and first[2] == other[2] and one[1] - one[0] < PEEK and near:
                return without_looks([*found[: end - 2], (first[0], other[1], first[2]), *found[end + 1 :]])
    return found


def fits(seen: str, declared: str, projects: dict[str, str]) -> bool:
    """Whether a seen target is the declared one, or the folder of its project."""
    return seen == declared or (seen.startswith("project:") and projects.get(declared[5:], "") == seen[8:])


def tally(
    found: list[Block], stints: list[Block], done: list[tuple[int, str]], projects: dict[str, str]
) -> dict[str, object]:
    """The seen switches, the unannounced and the silent ones by their time, and the seconds of drift."""
    known = [block for block in found if block[2] and block[1] - block[0] >= PEEK]
    switches, unannounced, silent = 0, [], []
    for place in range(1, len(known)):
        one, other = known[place - 1], known[place]
        if fits(one[2], other[2], projects) or fits(other[2], one[2], projects):
            continue
        if [at for at, target in done if target == one[2] and one[0] <= at <= other[0] + ANNOUNCE]:
            continue
        switches += 1
        around = [stint for stint in stints if stint[0] <= other[0] + ANNOUNCE and other[0] - ANNOUNCE <= stint[1]]
        if [stint for stint in around if fits(other[2], stint[2], projects)]:
            continue
        stands = [stint for stint in around if stint[0] <= other[0] < stint[1]]
        (unannounced if stands else silent).append(other[0])
    drift = 0
    for block in known:
        for stint in stints:
            seconds = [at for at in (min(block[1], stint[1]) - max(block[0], stint[0]),) if at >= DRIFT]
            drift += sum(seconds) if not fits(block[2], stint[2], projects) else 0
    return {"switches": switches, "unannounced": unannounced, "silent": silent, "drift": drift}
